/** A journal that cannot be acted on, and what to do about it. */
export const journal = {
	title: 'The journal cannot be trusted',
	newer: (seq: number, version: number, reads: number) =>
		`Record ${seq} of the journal has version ${version}: a newer k0s-tui wrote it. This k0s-tui reads up to version ${reads}.`,
	newerHint:
		'Use the newer k0s-tui. To go on without it: sudo k0s-tui repair archives the journal and begins a new one; --force uses what can be read.',
	broken: (seq: number) =>
		`The journal cannot be trusted from record ${seq} on: lines were edited or lost, or are not records.`,
	brokenHint:
		'No command from it is run. Look at it first. Then: sudo k0s-tui repair archives it and begins a new one; undo --force runs what it records.',
	unread: (why: string) => `The journal could not be read: ${why}`,
	unreadHint: 'No command from it is run. See: sudo ls -l /var/lib/k0s-tui',
	goesOn: 'The run goes on all the same.',
	/** A part of the host that a reset could not look at. */
	firewallUnknown: 'firewall settings of earlier runs (the journal cannot be trusted)',
	archived: (path: string) =>
		`What ran before is in ${path}: that journal could not be trusted, and undo does not use it.`,
	repair: {
		intact: 'The journal is intact: nothing to repair.',
		none: 'There is no journal: nothing to repair.',
		plan: (path: string, archive: string) => `Would archive ${path} as ${archive}, and begin a new journal.`,
		done: (archive: string) =>
			`Archived the journal as ${archive}. A new one begins; undo knows nothing of earlier runs.`,
		needsRoot: 'The journal belongs to root. Run: sudo k0s-tui repair',
	},
};

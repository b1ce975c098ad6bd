import process from 'node:process';
import {createClock} from '../engine/clock.js';
import {archiveJournal, archiveName} from '../engine/journal-archive.js';
import {journalFault, journalWords, type JournalFault} from '../engine/journal-fault.js';
import type {JournalEntry} from '../engine/journal.js';
import {journalPath, openJournal} from '../engine/open-journal.js';
import {ownAsker} from '../engine/run-here.js';
import {hostFolders} from '../engine/worker/folders.js';
import {readHolder} from '../engine/worker/holder.js';
import {holderWords} from '../engine/worker/remote.js';
import {visible} from '../terminal/sanitise.js';
import {cannotRun, type Answer, type HeadlessCommand, type Invocation} from './headless.js';

/**
 * `k0s-tui repair --yes`: puts a journal that cannot be trusted aside, whole and unchanged, and begins a new one. A journal
 * that holds is left as it is: exit 0.
 */
export const repair: HeadlessCommand = {
	name: 'repair',
	options: {},
	positionals: {min: 0, max: 0, name: ''},
	changes: true,
	async plan(invocation) {
		const found = await look(invocation);
		if ('exit' in found) return found;
		const {text} = invocation;
		const archive = archiveName(found.path, Date.now());
		return {
			exit: 0,
			json: jsonOf(found, null),
			lines: [journalWords(found.fault, text).message, text.journal.repair.plan(found.path, archive)].map(visible),
		};
	},
	async run(invocation) {
		const found = await look(invocation);
		if ('exit' in found) return found;
		const archive = await archiveJournal(found.path, entry(), found.fault);
		return {
			exit: 0,
			json: jsonOf(found, archive),
			lines: [visible(invocation.text.journal.repair.done(archive))],
		};
	},
};

type Found = {readonly path: string; readonly fault: JournalFault};

const jsonOf = ({path, fault}: Found, archive: string | null) => ({journal: path, archive, fault});

/** What is to be repaired, or why there is nothing to do. */
async function look({runner, text}: Invocation): Promise<Found | Answer> {
	const words = text.journal.repair;
	const {env} = process;
	const path = journalPath(runner.kind, env);
	const nothing = (line: string): Answer => ({
		exit: 0,
		json: {journal: path ?? null, archive: null, fault: null},
		lines: [line],
	});
	if (path === undefined) return nothing(words.none);
	try {
		const holder = runner.kind === 'local' ? await readHolder(hostFolders(env)) : undefined;
		if (holder !== undefined) return cannotRun('locked', text.install.worker.held(holderWords(holder, text)));
		const fault = journalFault(await openJournal(runner.kind, env).read());
		return fault === undefined ? nothing(words.intact) : {path, fault};
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'EACCES' || code === 'EPERM') return cannotRun('needs-root', words.needsRoot);
		throw error;
	}
}

/** The record that begins the new journal. */
function entry(): JournalEntry {
	const {uid, sudoUser, tty} = ownAsker();
	return {
		run: `repair-${process.pid}`,
		...{boot_id: null, t_mono: createClock().mono(), t_wall: Date.now(), uid, sudo_user: sudoUser, tty},
		...{step: null, ev: 'archived', argv: null, cwd: null, envKeys: [], before: null, after: null},
		...{exit: null, sig: null, ms: null, outSha: null},
	};
}

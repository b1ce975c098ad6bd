/** The lists of steps that keep a cluster, by their names in the journal. */
export const upkeepLists = ['backup', 'restore', 'upgrade'] as const;

export type UpkeepKind = (typeof upkeepLists)[number];

/** What a person asked for. `folder`: where a backup goes; undefined: beside the journal. */
export type UpkeepWanted =
	| {readonly kind: 'backup'; readonly folder?: string}
	| {readonly kind: 'restore'; readonly file: string}
	| {readonly kind: 'upgrade'; readonly to: string; readonly folder?: string; readonly bundle?: string};

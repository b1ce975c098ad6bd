import type {ArchiveEntry} from '../read/k0s/archive.js';

/**
 * What an archive of `k0s backup` holds (pkg/backup of k0s 1.34 to 1.36): etcd-snapshot.db or kine-state-backup.db, the
 * folders pki, manifests, images and helmhome of the data folder, and the configuration under the name of its file.
 */
export const partIds = ['store', 'keys', 'config', 'manifests', 'images', 'helm', 'other'] as const;
export type PartId = (typeof partIds)[number];

export type ArchivePart = {readonly id: PartId; readonly entries: number; readonly bytes: number};

/** The snapshot of each data store, by k0s's name of it. */
export const snapshots: Readonly<Record<string, string>> = {
	etcd: 'etcd-snapshot.db',
	kine: 'kine-state-backup.db',
};

const partOf = (path: string): PartId => {
	const [top = ''] = path.split('/');
	if (Object.values(snapshots).includes(path)) return 'store';
	if (path === 'k0s.yaml') return 'config';
	const folders: Readonly<Record<string, PartId>> = {pki: 'keys', manifests: 'manifests', images: 'images'};
	return Object.hasOwn(folders, top) ? (folders[top] ?? 'other') : top === 'helmhome' ? 'helm' : 'other';
};

/** Each part with its files (folders do not count) and their bytes when unpacked; also those that are empty. */
export function partsOf(entries: readonly ArchiveEntry[]): readonly ArchivePart[] {
	const files = entries.filter(({isFolder}) => !isFolder);
	return partIds.map(id => {
		const mine = files.filter(({path}) => partOf(path) === id);
		return {id, entries: mine.length, bytes: mine.reduce((sum, {bytes}) => sum + bytes, 0)};
	});
}

/** What a restore needs and does not find there, by its file name; none: the archive is whole. */
export function missingIn(entries: readonly ArchiveEntry[]): readonly string[] {
	const has = (path: string): boolean =>
		entries.some(entry => entry.path === path && !entry.isFolder && entry.bytes > 0);
	return [
		...(Object.values(snapshots).some(has) ? [] : [Object.values(snapshots).join(' / ')]),
		...['pki/ca.crt', 'pki/ca.key'].filter(path => !has(path)),
	];
}

export const hasConfig = (entries: readonly ArchiveEntry[]): boolean =>
	entries.some(({path, isFolder}) => path === 'k0s.yaml' && !isFolder);

export const unpacked = (entries: readonly ArchiveEntry[]): number => entries.reduce((sum, {bytes}) => sum + bytes, 0);

export const filesIn = (entries: readonly ArchiveEntry[]): number => entries.filter(({isFolder}) => !isFolder).length;

/** `spec.storage.type` of a k0s.yaml (etcd unless it says otherwise). Only the two words that k0s takes are understood. */
export function storageIn(config: string): 'etcd' | 'kine' | undefined {
	const section = /^ {2}storage:\s*\n((?:\s{4,}.*\n?|\s*\n)*)/m.exec(config)?.[1] ?? '';
	const type = /^\s+type:\s*["']?([\w-]+)["']?\s*(?:#.*)?$/m.exec(section)?.[1] ?? 'etcd';
	return type === 'etcd' || type === 'kine' ? type : undefined;
}

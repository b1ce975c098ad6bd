import type {Link, Namespace} from '../facts/network.js';

/** Tells a namespace from the others over refreshes. Names of files hold no slash. */
export function namespaceKey({name, inode, id}: Pick<Namespace, 'name' | 'inode' | 'id'>): string {
	return name ?? (inode === null ? `/id/${id ?? ''}` : `/inode/${inode}`);
}

/** Of a namespace by its name, or by its inode as `net:[4026532288]`. */
export function netnsKey(name: string): string {
	const inode = /^net:\[(\d+)\]$/.exec(name)?.[1];
	return inode === undefined ? name : `/inode/${inode}`;
}

/** The host's, which has no name among the namespaces. */
export const hostKey = '/host';

/** A link within the namespace with that key. */
export const linkKey = (namespace: string, {index, name}: Pick<Link, 'index' | 'name'>): string =>
	`${namespace} ${index} ${name}`;

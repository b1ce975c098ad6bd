import type {Link, Namespace} from '../facts/network.js';

/** Tells a namespace from the others over refreshes. Names of files hold no slash. */
export function namespaceKey({name, inode, id}: Pick<Namespace, 'name' | 'inode' | 'id'>): string {
	return name ?? (inode === null ? `/id/${id ?? ''}` : `/inode/${inode}`);
}

/** The host's, which has no name among the namespaces. */
export const hostKey = '/host';

/** A link within the namespace with that key. */
export const linkKey = (namespace: string, {index, name}: Pick<Link, 'index' | 'name'>): string =>
	`${namespace} ${index} ${name}`;

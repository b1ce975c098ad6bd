/** What keeps a host name from being a node's name (RFC 1123 subdomain; Linux takes 64 characters). */
export type HostnameFault =
	| 'empty'
	| 'too-long'
	| 'bad-character'
	| 'empty-label'
	| 'label-too-long'
	| 'edge-hyphen'
	| 'upper-case'
	| 'localhost';

/** Linux's limit (HOST_NAME_MAX); hostnamectl cuts longer names without a word. */
export const longestHostname = 64;
const longestLabel = 63;

/**
 * All faults of a name, in the order of weight; none = good. `upper-case` and `localhost` are accepted by k0s (it takes
 * the name in lower case), but they are asking for trouble.
 */
export function hostnameFaults(name: string): readonly HostnameFault[] {
	if (name === '') return ['empty'];
	const labels = name.split('.');
	const faults = new Set<HostnameFault>();
	if (name.length > longestHostname) faults.add('too-long');
	if (/[^A-Za-z\d.-]/.test(name)) faults.add('bad-character');
	if (labels.includes('')) faults.add('empty-label');
	if (labels.some(label => label.length > longestLabel)) faults.add('label-too-long');
	if (labels.some(label => label.startsWith('-') || label.endsWith('-'))) faults.add('edge-hyphen');
	if (/[A-Z]/.test(name)) faults.add('upper-case');
	if (labels[0]?.toLowerCase() === 'localhost') faults.add('localhost');
	return [...faults];
}

/** Faults with which no node can be registered. */
export const isFatal = (fault: HostnameFault): boolean => fault !== 'upper-case' && fault !== 'localhost';

/** The name that the node gets: k0s lowers it. */
export const nodeName = (hostname: string): string => hostname.toLowerCase();

export const isFullyQualified = (name: string): boolean => /^[^.]+\.[^.]+/.test(name);

/**
 * The good name that a bad one was meant to be: in small letters, other characters as hyphens. Undefined where nobody can
 * tell (localhost, nothing left).
 */
export function repaired(name: string): string | undefined {
	const better = name
		.toLowerCase()
		.replaceAll(/[^a-z\d.-]+/g, '-')
		.split('.')
		.map(label => label.slice(0, longestLabel).replaceAll(/^-+|-+$/g, ''))
		.filter(label => label !== '')
		.join('.')
		.slice(0, longestHostname)
		.replace(/[.-]+$/, '');
	return better !== name && hostnameFaults(better).length === 0 ? better : undefined;
}

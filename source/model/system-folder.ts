/** Folders of the system with all that is below them: nobody's data belongs there, and a reset must never delete one. */
const whole = ['bin', 'boot', 'dev', 'etc', 'lib', 'lib32', 'lib64', 'libx32', 'proc', 'run', 'sbin', 'sys', 'usr'];

/** Folders that hold other people's: something below them may be ours, they themselves never. */
const shared: readonly string[] = [
	...['', 'home', 'media', 'mnt', 'opt', 'root', 'srv', 'tmp', 'var'],
	...['backups', 'cache', 'lib', 'local', 'lock', 'log', 'mail', 'opt', 'run', 'spool', 'tmp'].map(
		name => `var/${name}`,
	),
];

/** Our own journal and backups. */
const own = 'var/lib/k0s-tui';

/**
 * Whether an absolute path is a folder of the system by the Filesystem Hierarchy Standard, a person's home, or ours:
 * nothing that k0s may have as its data folder, for it is deleted with k0s. A path with `..` in it is one too.
 */
export function isSystemFolder(path: string): boolean {
	const parts = path.split('/').filter(part => part !== '' && part !== '.');
	const plain = parts.join('/');
	return (
		parts.includes('..') ||
		whole.includes(parts[0] ?? '') ||
		shared.includes(plain) ||
		(parts[0] === 'home' && parts.length === 2) ||
		plain === own ||
		plain.startsWith(`${own}/`)
	);
}

/** A folder and those above it, the innermost first: `/var/lib/k0s`, `/var/lib`, `/var`, `/`. */
export function ancestors(path: string): string[] {
	const parts = path.split('/').filter(Boolean);
	return [...parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`), '/'];
}

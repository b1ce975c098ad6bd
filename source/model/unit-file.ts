/** What a systemd unit file starts: the last `ExecStart=` that is not empty (an empty one clears those before it). */
export function execStart(unit: string): string | undefined {
	let line: string | undefined;
	for (const match of unit.matchAll(/^ExecStart=(.*)$/gm)) line = match[1]?.trim() || undefined;
	return line;
}

/**
 * Whether the ExecStart of a unit starts a k0s: its program is named so (`/opt/bin/k0s-1.34`, `start-k0s.sh`), or behind
 * `env` or a shell stands `k0s controller`. The name of the unit proves nothing: anybody may have chosen it.
 */
export const startsK0s = (line: string): boolean =>
	/^\S*k0s(?![a-z])/.test(line) || /\bk0s(?![a-z])\S*\s(?:.*\s)?(?:controller|worker|server)\b/.test(line);

/** The configuration that a k0s with this unit file reads: what it names, else what k0s takes by itself. */
export const configPath = (unitFile: string | null): string =>
	/\s(?:--config|-c)[= ](\/[^\s"']+)/.exec((unitFile === null ? undefined : execStart(unitFile)) ?? '')?.[1] ??
	'/etc/k0s/k0s.yaml';

/** The data folder that a unit file names; undefined: none. */
export const dataPath = (unitFile: string | null): string | undefined =>
	/(?:^|\s)--data-dir[= ](\S+)/
		.exec((unitFile === null ? undefined : execStart(unitFile)) ?? '')?.[1]
		?.replaceAll(String.raw`\x20`, ' ');

/** The folder of the kubelet: what a unit file names, else below k0s's data folder. */
export const kubeletPath = (unitFile: string | null, dataFolder: string): string =>
	/(?:^|\s)--kubelet-root-dir[= ](\S+)/
		.exec((unitFile === null ? undefined : execStart(unitFile)) ?? '')?.[1]
		?.replaceAll(String.raw`\x20`, ' ') ?? `${dataFolder}/kubelet`;

/** The DNS list that a unit file gives the kubelet (`--kubelet-extra-args=--resolv-conf=FILE`); undefined: /etc/resolv.conf. */
export const kubeletResolvConf = (unitFile: string | null): string | undefined =>
	/[\s="']--resolv-conf[= ]([^\s"']+)/.exec((unitFile === null ? undefined : execStart(unitFile)) ?? '')?.[1];

/**
 * The flags in which an ExecStart differs from those of an install command, as they are wanted. `--name` equals
 * `--name=true`; a value may be the next word; flags that only the unit has are its owner's business.
 */
export function differingFlags(line: string, wanted: readonly string[]): readonly string[] {
	const have = flags(line.split(/\s+/));
	return [...flags(wanted)]
		.filter(([name, value]) => (have.get(name) ?? 'false') !== value)
		.map(([name, value]) => `--${name}=${value}`);
}

function flags(words: readonly string[]): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const [index, word] of words.entries()) {
		if (!word.startsWith('--')) continue;
		const equals = word.indexOf('=');
		const next = words[index + 1];
		if (equals > 0) found.set(word.slice(2, equals), word.slice(equals + 1).replaceAll('\\x20', ' '));
		else found.set(word.slice(2), next === undefined || next.startsWith('--') ? 'true' : next);
	}

	return found;
}

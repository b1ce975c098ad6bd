/** What a systemd unit file starts: the last `ExecStart=` that is not empty (an empty one clears those before it). */
export function execStart(unit: string): string | undefined {
	let line: string | undefined;
	for (const match of unit.matchAll(/^ExecStart=(.*)$/gm)) line = match[1]?.trim() || undefined;
	return line;
}

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

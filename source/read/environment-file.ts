import {known, unknown, type Reading} from '../facts/reading.js';
import type {Outcome} from '../command/outcome.js';
import {lacksRight, notOk, type Reader} from './reading.js';

/** Files from which a unit takes variables, in their order (the last one counts), and what it takes away again. */
export type EnvironmentFiles = {
	readonly files: ReadonlyArray<{readonly path: string; readonly optional: boolean}>;
	/** `NAME`, or `NAME=VALUE` where only that value goes. */
	readonly unset: readonly string[];
};

/**
 * `systemctl show UNIT --property EnvironmentFiles,UnsetEnvironment` (systemd 252 to 257): a line a file,
 * `EnvironmentFiles=/etc/sysconfig/k0scontroller (ignore_errors=yes)`; a path may be a pattern of glob(7).
 */
export const readEnvironmentFiles: Reader<EnvironmentFiles> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const files = [...outcome.stdout.matchAll(/^EnvironmentFiles=(\/.*?) \(ignore_errors=(yes|no)\)$/gm)].map(
		([, path = '', optional]) => ({path, optional: optional === 'yes'}),
	);
	const unset = /^UnsetEnvironment=(.*)$/m.exec(outcome.stdout)?.[1] ?? '';
	return known({files, unset: unset.split(/\s+/).filter(Boolean)});
};

export const isPattern = (path: string): boolean => /[*?[]/.test(path);

/** Names in a folder that the last part of a pattern fits, sorted; a leading dot only where the pattern has one. */
export function fitting(pattern: string, names: readonly string[]): readonly string[] {
	const wanted = pattern.slice(pattern.lastIndexOf('/') + 1);
	const source = wanted.replaceAll(/\[(!?)([^\]]*)\]|[*?]|[\\^$.|+(){}[\]]/g, (sign, not?: string, letters?: string) =>
		letters !== undefined
			? `[${not ? '^' : ''}${letters.replaceAll('\\', String.raw`\\`)}]`
			: sign === '*'
				? '.*'
				: sign === '?'
					? '.'
					: `\\${sign}`,
	);
	const fits = new RegExp(`^${source}$`, 'u');
	return names.filter(name => fits.test(name) && (!name.startsWith('.') || wanted.startsWith('.'))).toSorted();
}

/**
 * `grep -H` for variables in such files, `PATH:NAME=VALUE` a line: the last value of each, by file. Exit 1: there is none;
 * a file that is not there has none either. systemd takes no `export NAME=`, and no quotes around the whole.
 */
export function readVariables(outcome: Outcome): Reading<ReadonlyMap<string, ReadonlyMap<string, string>>> {
	const others = outcome.stderr
		.split('\n')
		.filter(line => line !== '' && !/: (?:No such file or directory|Is a directory)$/.test(line));
	const bad = outcome.kind === 'failed' && (outcome.exit ?? 3) <= 2 ? undefined : notOk(outcome);
	if (bad) return bad;
	if (others.some(line => line.endsWith('Permission denied'))) return lacksRight(outcome, others[0] ?? '');
	if (others.length > 0) return unknown('failed', others[0] ?? '');
	const files = new Map<string, Map<string, string>>();
	for (const line of outcome.stdout.split('\n')) {
		const [, path, name = '', text = ''] = /^(\/[^:]*):\s*([A-Za-z_]\w*)\s*=(.*)$/.exec(line) ?? [];
		if (path === undefined) continue;
		const value = valueOf(text);
		if (value === undefined) return unknown('cut', path);
		const own = files.get(path) ?? new Map<string, string>();
		files.set(path, own.set(name, value));
	}

	return known(files);
}

/**
 * A value as systemd reads it from such a file (parse_env_file, systemd 257); undefined: it goes on over lines. Quotes open
 * only where the value has not begun, or right after others: within a word they are letters.
 */
export function valueOf(text: string): string | undefined {
	let value = '';
	/** How much of it blanks at its end do not belong to. */
	let kept = 0;
	let begun = false;
	let at = 0;
	while (at < text.length) {
		const sign = text.charAt(at);
		if (!begun && /\s/.test(sign)) at += 1;
		else if (!begun && (sign === "'" || sign === '"')) {
			const {inside, end} = quotedAt(text, at);
			if (end === undefined) return undefined;
			value += inside;
			kept = value.length;
			at = end;
		} else if (sign === '\\') {
			if (at + 1 >= text.length) return undefined;
			begun = true;
			value += text.charAt(at + 1);
			kept = value.length;
			at += 2;
		} else {
			begun = true;
			value += sign;
			at += 1;
			if (!/\s/.test(sign)) kept = value.length;
		}
	}

	return value.slice(0, kept);
}

/** In double quotes `\` keeps `"`, `\`, `$` and the backtick from their meaning, in single ones it is a letter. */
function quotedAt(text: string, at: number): {readonly inside: string; readonly end: number | undefined} {
	const quote = text.charAt(at);
	let inside = '';
	for (let next = at + 1; next < text.length; next++) {
		const sign = text.charAt(next);
		if (sign === quote) return {inside, end: next + 1};
		const escaped = quote === '"' && sign === '\\' && /["\\$`]/.test(text.charAt(next + 1));
		if (escaped) next++;
		inside += text.charAt(next);
	}

	return {inside, end: undefined};
}

import type {BootOptions} from '../facts/host.js';
import {known, type Reading} from '../facts/reading.js';
import type {Outcome} from '../command/outcome.js';
import {notOk} from './reading.js';

/**
 * `grep -r -H -e '' -- FILES` over what a boot loader reads (entries of the Boot Loader Specification, grub.cfg, a Raspberry
 * Pi's cmdline.txt, extlinux.conf) and what those files are made of (/etc/default/grub, /etc/kernel/cmdline). Exit 2 when
 * some of them are not there. `whole`: none was refused.
 */
export function readBootOptions(outcome: Outcome): Reading<BootOptions> {
	const others = outcome.stderr.split('\n').filter(line => line !== '' && !/: No such file or directory$/.test(line));
	const bad = outcome.kind === 'failed' && (outcome.exit ?? 3) <= 2 ? undefined : notOk(outcome);
	if (bad) return bad;
	const files = new Map<string, string[]>();
	for (const line of outcome.stdout.split('\n')) {
		const [, file, text = ''] = /^(\/[^:]+):(.*)$/.exec(line) ?? [];
		if (file !== undefined) files.set(file, [...(files.get(file) ?? []), text]);
	}

	const variables = wordsOf(
		(files.get('/boot/grub2/grubenv') ?? []).map(line => /^kernelopts=(.*)$/.exec(line)?.[1] ?? '').join(' '),
	);
	const entries = [...files].flatMap(([file, lines]) => {
		const read = lastResort.test(file) ? undefined : shapes.find(({name}) => name.test(file));
		const texts = read ? lines.flatMap(line => read.line.exec(line)?.[1] ?? []) : [];
		const given = read?.first ? texts.slice(0, 1) : texts;
		const words = wordsOf(given.join(' ')).flatMap(word => (/^\$\{?kernelopts\}?$/.test(word) ? variables : [word]));
		return read && words.length > 0 ? [{file, words, used: read.used}] : [];
	});
	return known({entries, whole: others.length === 0 && outcome.stdoutCut === 0});
}

/** The entry that is started only by hand has 0 for its kernel's release. */
const lastResort = /-0-[a-z]+\.conf$/;

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

const shapes: ReadonlyArray<{
	readonly name: RegExp;
	readonly line: RegExp;
	/** The boot loader reads it; else it is what its configuration is made of. */
	readonly used: boolean;
	/** Entries for recovery follow. */
	readonly first?: true;
}> = [
	{name: /\/loader\/entries\/[^/]+\.conf$/, line: /^options\s+(.*)$/, used: true},
	{name: /\/grub2?\/grub\.cfg$/, line: /^\s*linux(?:16|efi)?\s+\S+\s+(.*)$/, used: true, first: true},
	{name: /\/cmdline\.txt$/, line: /^(?!DO NOT EDIT|#)(.*)$/, used: true},
	{name: /\/extlinux\.conf$/, line: /^\s*append\s+(.*)$/i, used: true, first: true},
	{
		name: /^\/etc\/default\/grub(?:\.d\/[^/]+\.cfg)?$/,
		line: /^\s*GRUB_CMDLINE_LINUX(?:_DEFAULT)?\+?=["']?([^"'#]*)/,
		used: false,
	},
	{name: /^\/etc\/kernel\/cmdline$/, line: /^(?!#)(.*)$/, used: false},
];

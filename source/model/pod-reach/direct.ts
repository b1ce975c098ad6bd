import type {DirectRules} from '../../facts/host.js';
import type {Chain, Rule, Table, Verdict} from '../../facts/packet-filter.js';
import {builtin} from '../xtables-chains.js';

/** Direct rules as the tables that they make, and what of them could not be taken apart and may refuse something. */
export type DirectTables = {readonly tables: readonly Table[]; readonly unread: readonly string[]};

type Given = {readonly table: string; readonly chain: string; readonly order: number; readonly args: string};

const refusing = /\b(?:DROP|REJECT)\b/;

/**
 * Rules and passthroughs of IPv4 as tables of their own: firewalld puts them straight into xtables' chains, with the back end
 * nftables too (measured with 2.3.1). What else stands in those chains is not firewalld's and not judged here.
 */
export function directTables({rules, chains, passthroughs}: DirectRules): DirectTables {
	const given: Given[] = [];
	const unread: string[] = [];
	for (const quoted of rules) {
		const line = unquoted(quoted);
		const [, table, chain, priority, args] = /^ipv4 (\S+) (\S+) (-?\d+) (.*)$/.exec(line) ?? [];
		if (table !== undefined && chain !== undefined && args !== undefined)
			given.push({table, chain, order: Number(priority), args});
		else if (line.startsWith('eb ') && refusing.test(line)) unread.push(line);
	}

	for (const [index, quoted] of passthroughs.entries()) {
		const line = unquoted(quoted);
		const [, before = '', how, chain, , args] =
			/^ipv4 ((?:(?:-w|--wait)(?: \d+)? |-t \S+ |--table \S+ )*)(-A|-I|--append|--insert) (\S+) (\d+ )?(.*)$/.exec(
				line,
			) ?? [];
		if (how === undefined || chain === undefined || args === undefined) {
			if (refusing.test(line) && !line.startsWith('ipv6 ')) unread.push(line);
			continue;
		}

		const table = /(?:-t|--table) (\S+)/.exec(before)?.[1] ?? 'filter';
		const inserted = how === '-I' || how === '--insert';
		given.push({table, chain, order: (inserted ? -1 : 1) * (1_000_000 + index), args});
	}

	const names = [...new Set(given.map(({table}) => table))];
	return {
		unread,
		tables: names.map(name => ({
			family: 'ip',
			name,
			owner: 'firewalld',
			kind: 'xtables',
			sets: [],
			chains: chainsOf(
				name,
				given.filter(({table}) => table === name),
				chains.flatMap(line => (/^ipv4 (\S+) (\S+)$/.exec(line)?.[1] === name ? [line.split(' ')[2] ?? ''] : [])),
			),
		})),
	};
}

/** firewalld quotes words for a shell (`'!' --dport 22`), as 1.3 and 2.3 print them; iptables-save, where blanks ask for it. */
const unquoted = (line: string): string =>
	line.replaceAll(/'([^']*(?:'"'"'[^']*)*)'/g, (_, inner: string) => {
		const word = inner.replaceAll(`'"'"'`, "'");
		return /^[^\s"'\\]+$/.test(word) ? word : `"${word.replaceAll(/["\\]/g, sign => `\\${sign}`)}"`;
	});

const builtIn = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

function chainsOf(table: string, given: readonly Given[], made: readonly string[]): readonly Chain[] {
	const names = [...new Set([...given.map(({chain}) => chain), ...made])];
	return names.map(name => ({
		...builtin(table, {name, policy: builtIn.includes(name) ? 'ACCEPT' : null, rules: []}),
		rules: given
			.filter(({chain}) => chain === name)
			.toSorted((a, b) => a.order - b.order)
			.map(({args}, index): Rule => ({
				index,
				handle: null,
				text: `-A ${name} ${asSaved(args)}`,
				comment: null,
				verdict: verdictOf(asSaved(args)),
				packets: null,
				bytes: null,
			})),
	}));
}

const short: Readonly<Record<string, string>> = {
	'--protocol': '-p',
	'--source': '-s',
	'--src': '-s',
	'--destination': '-d',
	'--dst': '-d',
	'--in-interface': '-i',
	'--out-interface': '-o',
	'--match': '-m',
	'--jump': '-j',
	'--goto': '-g',
	'--destination-port': '--dport',
	'--source-port': '--sport',
};

/** As people type a rule, so that it reads as iptables-save writes it: short options, and `-p tcp` brings its match along. */
function asSaved(args: string): string {
	const words = args.replace(/(?<=^| )--?[\w-]+(?= |$)/g, word => short[word] ?? word);
	const protocol = /(?:^| )-p (tcp|udp|sctp)(?= |$)/.exec(words)?.[1];
	if (protocol === undefined || words.includes(` -m ${protocol} `)) return words;
	return words.replace(`-p ${protocol}`, `-p ${protocol} -m ${protocol}`);
}

function verdictOf(args: string): Verdict {
	const target = /(?:^| )-[jg] (\S+)/.exec(args)?.[1];
	if (target === undefined) return {kind: 'none'};
	if (target === 'ACCEPT' || target === 'DROP' || target === 'RETURN')
		return {kind: target.toLowerCase() as 'accept' | 'drop' | 'return'};
	return target === 'REJECT' ? {kind: 'reject', with: null} : {kind: 'jump', chain: target};
}

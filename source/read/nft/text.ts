import type {Outcome} from '../../command/outcome.js';
import type {ChainHead, Rule, Verdict} from '../../facts/packet-filter.js';
import {asFamily} from './json.js';
import type {NativeTable} from './table.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import {notOk} from '../reading.js';

/**
 * `nft list ruleset ip` as text (nft 1.0.6 and the one of EL10): what the guide prints and recordings hold. Good for
 * showing. Not for meaning: in tables of xtables it drops comments, sets and marks of matches, and it prints the
 * negated `--ctstate` of KUBE-FIREWALL as its opposite.
 */
export function readNftText(outcome: Outcome): Reading<readonly NativeTable[]> {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv[0] ?? '');
	const notes: Note[] = [];
	const tables: Building[] = [];
	let table: Building | undefined;
	let chain: {head: ChainHead; rules: Rule[]} | undefined;
	let skipping = false;
	for (const raw of outcome.stdout.split('\n')) {
		const line = raw.trim();
		if (line === '' || line.startsWith('#')) continue;
		if (skipping) {
			skipping = line !== '}';
			continue;
		}

		if (line === '}') {
			if (chain) chain = undefined;
			else table = undefined;
			continue;
		}

		const opened = opening.exec(line);
		if (!table) {
			table = opened?.[1] === 'table' ? tableOf(opened[2] ?? '') : undefined;
			if (table) tables.push(table);
			else note(notes, line);
		} else if (chain) {
			const base = baseOf(line, table.family);
			if (base && chain.rules.length === 0 && chain.head.hook === null) chain.head = {...chain.head, ...base};
			else if (!chainComment.test(line)) chain.rules.push(ruleOf(line, chain.rules.length));
		} else if (opened?.[1] === 'chain') {
			chain = {head: headOf(opened[2] ?? '', opened[3]), rules: []};
			table.chains.push(chain);
		} else if (opened) {
			skipping = true;
		} else if (!/^(comment|flags) /.test(line)) {
			note(notes, line);
		}
	}

	if (table) return unknown('cut', `table ${table.name} without }`);
	if (tables.length === 0 && notes.length > 0) return unknown('unreadable', notes[0]?.line ?? '');
	return known(
		tables.map(({family, name, chains}) => ({
			family,
			name,
			chains: chains.map(({head, rules}) => ({...head, rules})),
			sets: [],
		})),
		notes,
	);
}

/** `table ip nat {`, `table ip x { # progname y`, `chain INPUT { # handle 1`, `set x {`, `map x {`. */
const opening =
	/^(table|chain|set|map|flowtable|counter|quota|ct \S+|limit|synproxy|secmark|tunnel) (.+?) \{(?: #(?:.* handle (\d+)|.*))?$/;

/** Alone on its line it is the chain's; nft 1.1.7 begins the rules of xtables with theirs. */
const chainComment = /^comment "(?:[^"\\]|\\.)*"$/;

type Building = {
	readonly family: NativeTable['family'];
	readonly name: string;
	readonly chains: Array<{head: ChainHead; rules: Rule[]}>;
};

function note(notes: Note[], line: string): void {
	if (notes.length < 20) notes.push({line: line.slice(0, 200), reason: 'not-understood'});
}

function tableOf(words: string): Building | undefined {
	const [first, second] = words.split(' ');
	const family = asFamily(first);
	return family && second !== undefined ? {family, name: second, chains: []} : undefined;
}

const headOf = (name: string, handle: string | undefined): ChainHead => ({
	name,
	handle: handle === undefined ? null : Number(handle),
	type: null,
	hook: null,
	priority: null,
	policy: null,
});

const priorities: Readonly<Record<string, number>> = {
	raw: -300,
	mangle: -150,
	dstnat: -100,
	filter: 0,
	security: 50,
	srcnat: 100,
};

/** Of the bridge family, where the same words stand for other numbers. */
const bridgePriorities: Readonly<Record<string, number>> = {dstnat: -300, filter: -200, out: 100, srcnat: 300};

/** `type nat hook output priority dstnat + 10; policy accept;` */
function baseOf(line: string, family: NativeTable['family']): Partial<ChainHead> | undefined {
	const match = /^type (\S+) hook (\S+)(?: devices? .+?)? priority ([^;]+);(?:.*? policy (\w+);)?/.exec(line);
	if (!match) return undefined;
	const [, type = null, hook = null, priority = '', policy = null] = match;
	return {type, hook, priority: priorityOf(priority, family === 'bridge' ? bridgePriorities : priorities), policy};
}

function priorityOf(text: string, names: Readonly<Record<string, number>>): number | null {
	const [, word = '', sign, plus] = /^(\S+)(?: ([+-]) (\d+))?$/.exec(text.trim()) ?? [];
	const base = /^-?\d+$/.test(word) ? Number(word) : names[word];
	if (base === undefined) return null;
	return base + (plus === undefined ? 0 : Number(plus) * (sign === '-' ? -1 : 1));
}

function ruleOf(line: string, index: number): Rule {
	const handle = /^(.*) # handle (\d+)$/.exec(line);
	let text = handle?.[1] ?? line;
	// Within braces it is an element's: `update @s { ip saddr counter packets 7 bytes 9 }`.
	const counter = / ?\bcounter packets (\d+) bytes (\d+)(?![^{]*\})/.exec(` ${text}`);
	if (counter) text = ` ${text}`.replace(counter[0], ' ');
	text = text.replaceAll(/ counter packets \d+ bytes \d+(?=[^{]*\})/g, '');
	// At the end the rule's own; nft 1.1.7 prints the comment of an xtables match where the match stands.
	const comment = / comment "((?:[^"\\]|\\.)*)"$/.exec(text) ?? /(?:^| )comment "((?:[^"\\]|\\.)*)"(?= |$)/.exec(text);
	if (comment) text = text.slice(0, comment.index) + text.slice(comment.index + comment[0].length);
	text = text.trim().replaceAll(/ {2,}/g, ' ');
	return {
		index,
		handle: handle?.[2] === undefined ? null : Number(handle[2]),
		text,
		comment: comment?.[1] ?? null,
		verdict: verdictOfText(text),
		packets: counter?.[1] === undefined ? null : Number(counter[1]),
		bytes: counter?.[2] === undefined ? null : Number(counter[2]),
	};
}

/** The verdict is what such a line ends in. */
function verdictOfText(line: string): Verdict {
	// What is in quotes decides nothing: `log prefix "jump over" drop`.
	const text = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, quoted => `"${'_'.repeat(quoted.length - 2)}"`);
	const last = /(?:^| )(accept|drop|return|continue)$/.exec(text)?.[1];
	if (last !== undefined) return {kind: last as 'accept' | 'drop' | 'return' | 'continue'};
	const map = / vmap (@\S+|\{.*\})$/.exec(` ${text}`)?.[1];
	if (map !== undefined) {
		if (map.startsWith('@')) return {kind: 'vmap', map: map.slice(1), chains: []};
		const chains = [...map.matchAll(/ : (?:goto|jump) ([^\s,]+)/g)].map(match => match[1] ?? '');
		return {kind: 'vmap', map: null, chains};
	}

	const match =
		/(?:^| )(jump|goto|accept|drop|return|continue|queue|reject|masquerade|[ds]nat(?= .*\bto )|redirect|notrack|tproxy|fwd|dup|xt target)( .*)?$/.exec(
			text,
		) ?? /(?:^| )(log|meta mark set)( .*)?$/.exec(text);
	const word = match?.[1] ?? '';
	const rest = line.slice(line.length - (match?.[2] ?? '').length).trim();
	switch (word) {
		case 'jump':
		case 'goto':
			return {kind: word, chain: rest};
		case 'accept':
		case 'drop':
		case 'return':
		case 'continue':
			return {kind: word};
		case 'queue':
			return {kind: 'queue'};
		case 'reject':
			return {kind: 'reject', with: rest.replace(/^with /, '') || null};
		case 'masquerade':
			return {kind: 'masquerade'};
		case 'dnat':
		case 'snat':
			return {kind: word, to: /(?:^|\s)to (.*?)(?:[ ,](?:random|fully-random|persistent))*$/.exec(rest)?.[1] || null};
		case 'xt target':
			return {kind: 'other', name: rest.replaceAll('"', '')};
		case 'meta mark set':
			return {kind: 'mark', text: `${word} ${rest}`};
		case 'log':
			return {kind: 'log', text: `${word} ${rest}`.trim()};
		case '':
			return {kind: 'none'};
		default:
			return {kind: 'other', name: word};
	}
}

import {contains, overlaps, parseCidr, type Cidr} from '../cidr.js';

/** Where packets come from: one network, or (`cidr` undefined) all of a family that no rule or zone names. */
export type Origin = {readonly family: 4 | 6; readonly cidr: Cidr | undefined};

/** A TCP connection to this host, as the firewall would judge its first packet. */
export type Attempt = {
	readonly from: Origin;
	/** Null: any address of the host. */
	readonly to: string | null;
	readonly port: number;
};

/** A rich rule of firewalld (firewalld.richlanguage(5)), as far as it can decide about a TCP connection. */
export type RichRule = {
	readonly priority: number;
	readonly action: 'accept' | 'deny' | 'none' | 'unclear';
	/** Does it apply? `perhaps`: it names what cannot be judged here (a MAC, an ipset, a limit …). */
	readonly applies: (attempt: Attempt, serviceHolds: (service: string, port: number) => boolean | undefined) => Fit;
	/** The networks that it names as sources. */
	readonly sources: readonly Cidr[];
};

export type Fit = 'yes' | 'no' | 'perhaps';

type Part = {readonly word: string; readonly not: boolean; readonly values: ReadonlyMap<string, string>};

const token = /([\w-]+)(?:=(?:"((?:[^"\\]|\\.)*)"|(\S+)))?/g;
const parts = ['rule', 'source', 'destination', 'service', 'port', 'protocol', 'source-port', 'forward-port'];
const more = ['icmp-type', 'icmp-block', 'masquerade', 'tcp-mss-clamp', 'log', 'nflog', 'audit', 'limit'];
const actions = ['accept', 'reject', 'drop', 'mark'];
const words = new Set([...parts, ...more, ...actions]);

/** Undefined: not a rich rule. Words that are not understood make it `unclear`. */
export function parseRichRule(text: string): RichRule | undefined {
	const found: Array<{word: string; not: boolean; values: Map<string, string>}> = [];
	let strange = false;
	let not = false;
	for (const [, word = '', quoted, bare] of text.matchAll(token)) {
		const value = quoted ?? bare;
		if (value !== undefined) found.at(-1)?.values.set(word, value);
		else if (/^not$/i.test(word) && found.length > 0) not = true;
		else if (words.has(word)) {
			found.push({word, not: false, values: new Map()});
		} else strange = true;
		const last = found.at(-1);
		// `source NOT address=…`: the word stands behind what it negates.
		if (last && not) {
			last.not = true;
			not = false;
		}
	}

	const [head, ...rest] = found;
	if (head?.word !== 'rule') return undefined;
	const priority = Number(head.values.get('priority') ?? 0);
	const action = rest.find(({word}) => actions.includes(word))?.word;
	const limited = rest.some(({word}, index) => word === 'limit' && actions.includes(rest[index - 1]?.word ?? ''));
	return {
		priority: Number.isFinite(priority) ? priority : 0,
		// A forwarded port is taken away without a word of its own.
		action: strange || rest.some(({word}) => word === 'forward-port') ? 'unclear' : actionOf(action),
		sources: rest.flatMap(({word, values}) => {
			const cidr = word === 'source' ? parseCidr(values.get('address') ?? '') : undefined;
			return cidr === undefined ? [] : [cidr];
		}),
		applies(attempt, serviceHolds) {
			const fits = [familyFits(head, attempt), ...rest.map(part => partFits(part, attempt, serviceHolds))];
			if (fits.includes('no')) return 'no';
			return fits.includes('perhaps') || limited || strange ? 'perhaps' : 'yes';
		},
	};
}

function actionOf(word: string | undefined): RichRule['action'] {
	if (word === 'accept') return 'accept';
	return word === 'reject' || word === 'drop' ? 'deny' : 'none';
}

function familyFits({values}: Part, {from}: Attempt): Fit {
	const family = values.get('family');
	return family === undefined || family === `ipv${from.family}` ? 'yes' : 'no';
}

function partFits(
	part: Part,
	attempt: Attempt,
	serviceHolds: (service: string, port: number) => boolean | undefined,
): Fit {
	const {word, values} = part;
	switch (word) {
		case 'source': {
			return sourceFits(part, attempt.from);
		}

		case 'destination': {
			return destinationFits(part, attempt);
		}

		case 'port': {
			return fit(values.get('protocol') === 'tcp' && portHolds(values.get('port') ?? '', attempt.port));
		}

		case 'service': {
			const holds = serviceHolds(values.get('name') ?? '', attempt.port);
			return holds === undefined ? 'perhaps' : fit(holds);
		}

		case 'protocol': {
			return fit(['tcp', '6'].includes(values.get('value') ?? ''));
		}

		case 'source-port': {
			return values.get('protocol') === 'tcp' ? 'perhaps' : 'no';
		}

		case 'forward-port': {
			return values.get('protocol') === 'tcp' && portHolds(values.get('port') ?? '', attempt.port) ? 'perhaps' : 'no';
		}

		case 'icmp-type':
		case 'icmp-block':
		case 'masquerade':
		case 'tcp-mss-clamp': {
			return 'no';
		}

		default: {
			return 'yes';
		}
	}
}

const fit = (holds: boolean): Fit => (holds ? 'yes' : 'no');

function sourceFits({values, not}: Part, from: Origin): Fit {
	const address = values.get('address');
	if (address === undefined) return 'perhaps';
	const named = parseCidr(address);
	if (named === undefined) return 'perhaps';
	// Parts of `from` that a rule names are judged as origins of their own.
	const inside = from.cidr !== undefined && contains(named, from.cidr);
	return fit(named.family === from.family && inside !== not);
}

function destinationFits({values, not}: Part, {to, from}: Attempt): Fit {
	const named = parseCidr(values.get('address') ?? '');
	if (named === undefined) return 'perhaps';
	if (named.family !== from.family) return 'no';
	const own = to === null ? undefined : parseCidr(to);
	if (own === undefined) return 'perhaps';
	return fit(overlaps(named, own) !== not);
}

/** `22` or `6000-7000`. */
export function portHolds(range: string, port: number): boolean {
	const [from, to = from] = range.split('-').map(Number);
	return from !== undefined && to !== undefined && port >= from && port <= to;
}

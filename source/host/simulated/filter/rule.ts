/** One xtables rule as its parts; each listing (iptables-save, nft text, nft JSON) writes the same parts in its own words. */

export type Match =
	| {m: 'src' | 'dst'; not?: boolean; cidr: string}
	| {m: 'in' | 'out'; name: string}
	| {m: 'proto'; name: string}
	| {m: 'comment'; text: string}
	/** `-m tcp` with or without a port. */
	| {m: 'port'; proto: string; port: number | null}
	| {m: 'states'; not?: boolean; names: string}
	| {m: 'mark'; not?: boolean; value: number}
	| {m: 'local'; side: 'src' | 'dst'}
	| {m: 'multiport'; proto: string; ports: string}
	| {m: 'bridged'}
	| {m: 'set'; not?: boolean; name: string; side: 'src' | 'dst'}
	| {m: 'icmp'; code: number; name: string}
	| {m: 'limit'}
	/** One in `among`. */
	| {m: 'statistic'; among: number};

export type Target =
	| {t: 'jump'; chain: string}
	| {t: 'accept' | 'drop' | 'return' | 'reject' | 'masquerade' | 'log'}
	| {t: 'mark'; op: 'or' | 'xor' | 'and'; value: number}
	| {t: 'dnat'; to: string};

export type Rule = {matches: readonly Match[]; target: Target; packets: number; bytes: number};

export type Chain = {
	name: string;
	hook: {type: string; hook: string; priority: number; word: string} | null;
	rules: readonly Rule[];
};

export type Table = {name: 'mangle' | 'nat' | 'filter'; chains: readonly Chain[]};

const hex = (value: number): string => `0x${value.toString(16)}`;
const hex8 = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** A comment as iptables-save quotes it: only what holds a blank is quoted; quotes are escaped. */
function quoted(text: string): string {
	return `"${text.replaceAll(/(["'\\])/g, String.raw`\$1`)}"`;
}

function saveMatch(match: Match): string {
	const not = 'not' in match && match.not ? '! ' : '';
	switch (match.m) {
		case 'src':
		case 'dst': {
			const cidr = match.cidr.includes('/') ? match.cidr : `${match.cidr}/32`;
			return `${not}-${match.m === 'src' ? 's' : 'd'} ${cidr}`;
		}

		case 'in':
		case 'out': {
			return `-${match.m === 'in' ? 'i' : 'o'} ${match.name}`;
		}

		case 'proto': {
			return `-p ${match.name}`;
		}

		case 'comment': {
			return `-m comment --comment ${quoted(match.text)}`;
		}

		case 'port': {
			return `-m ${match.proto}${match.port === null ? '' : ` --dport ${match.port}`}`;
		}

		case 'states': {
			return `-m conntrack ${not}--ctstate ${match.names}`;
		}

		case 'mark': {
			return `-m mark ${not}--mark ${hex(match.value)}/${hex(match.value)}`;
		}

		case 'local': {
			return `-m addrtype --${match.side}-type LOCAL`;
		}

		case 'multiport': {
			return `-m multiport --dports ${match.ports}`;
		}

		case 'bridged': {
			return '-m physdev --physdev-is-bridged';
		}

		case 'set': {
			return `-m set ${not}--match-set ${match.name} ${match.side}`;
		}

		case 'icmp': {
			return `-m icmp --icmp-type ${match.code}`;
		}

		case 'limit': {
			return '-m limit --limit 10/min --limit-burst 10';
		}

		case 'statistic': {
			return `-m statistic --mode random --probability ${(Math.round(2 ** 31 / match.among) / 2 ** 31).toFixed(11)}`;
		}
	}
}

function saveTarget(target: Target): string {
	switch (target.t) {
		case 'jump': {
			return `-j ${target.chain}`;
		}

		case 'reject': {
			return '-j REJECT --reject-with icmp-port-unreachable';
		}

		case 'masquerade': {
			return '-j MASQUERADE --random-fully';
		}

		case 'log': {
			return '-j NFLOG --nflog-group 100';
		}

		case 'mark': {
			if (target.op === 'or') return `-j MARK --set-xmark ${hex(target.value)}/${hex(target.value)}`;
			return target.op === 'xor'
				? `-j MARK --set-xmark ${hex(target.value)}/0x0`
				: `-j MARK --set-xmark 0x0/${hex(target.value)}`;
		}

		case 'dnat': {
			return `-j DNAT --to-destination ${target.to}`;
		}

		default: {
			return `-j ${target.t.toUpperCase()}`;
		}
	}
}

/** The rule's arguments as `iptables-save` prints them after `-A CHAIN` (iptables 1.8.11). */
export function saveText(rule: Rule): string {
	return [...rule.matches.map(match => saveMatch(match)), saveTarget(rule.target)].join(' ');
}

function nftMatch(match: Match): string {
	const not = 'not' in match && match.not ? '!= ' : '';
	switch (match.m) {
		case 'src':
		case 'dst': {
			return `ip ${match.m === 'src' ? 'saddr' : 'daddr'} ${not}${match.cidr}`;
		}

		case 'in':
		case 'out': {
			return `${match.m === 'in' ? 'iifname' : 'oifname'} "${match.name}"`;
		}

		case 'proto': {
			return `ip protocol ${match.name}`;
		}

		case 'comment': {
			return '';
		}

		case 'port': {
			return match.port === null ? `meta l4proto ${match.proto}` : `${match.proto} dport ${match.port}`;
		}

		case 'states': {
			// What nft prints for the negated form is wrong: it keeps only the status that it knows how to write.
			return match.not ? 'ct status dnat' : `ct state ${match.names.toLowerCase()}`;
		}

		case 'mark': {
			return `meta mark & ${hex8(match.value)} ${match.not ? '!=' : '=='} ${hex8(match.value)}`;
		}

		case 'local': {
			return `fib ${match.side === 'src' ? 'saddr' : 'daddr'} type local`;
		}

		case 'multiport': {
			return `${match.proto} dport ${match.ports.replace(':', '-')}`;
		}

		case 'bridged': {
			return 'xt match "physdev"';
		}

		case 'set': {
			return 'xt match "set"';
		}

		case 'icmp': {
			return `icmp type ${match.name}`;
		}

		case 'limit': {
			return 'limit rate 10/minute burst 10 packets';
		}

		case 'statistic': {
			return `meta random & 2147483647 < ${Math.round(2 ** 31 / match.among)}`;
		}
	}
}

function nftTarget(target: Target): string {
	switch (target.t) {
		case 'jump': {
			return `jump ${target.chain}`;
		}

		case 'masquerade': {
			return 'masquerade fully-random';
		}

		case 'log': {
			return 'log group 100';
		}

		case 'mark': {
			const value = target.op === 'and' ? 0xff_ff_ff_ff - target.value : target.value;
			return `meta mark set mark ${target.op} ${hex(value)}`;
		}

		case 'dnat': {
			return `dnat to ${target.to}`;
		}

		default: {
			return target.t;
		}
	}
}

/** The rule as `nft list` prints it: comments are lost and leave a blank behind (nft 1.1). */
export function nftText(rule: Rule): string {
	const counter = `counter packets ${rule.packets} bytes ${rule.bytes}`;
	return [...rule.matches.map(match => nftMatch(match)), counter, nftTarget(rule.target)].join(' ');
}

import type {Match, Rule, Target} from './rule.js';

const hex = (value: number): string => `0x${value.toString(16)}`;
const hex8 = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

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
			if (match.port === null) return `meta l4proto ${match.proto}`;
			return `${match.proto} dport ${match.port}${match.end === undefined ? '' : `-${match.end}`}`;
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

		case 'nfacct':
		case 'recent':
		case 'set': {
			return `xt match "${match.m}"`;
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

		case 'none': {
			return '';
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
	return [...rule.matches.map(match => nftMatch(match)), counter, nftTarget(rule.target)].join(' ').trimEnd();
}

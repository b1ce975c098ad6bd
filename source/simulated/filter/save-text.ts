import type {Match, Rule, Target} from './rule.js';

const hex = (value: number): string => `0x${value.toString(16)}`;

/** A comment as iptables-save quotes it: what holds more than letters, digits, _ and - is quoted; quotes are escaped. */
function quoted(text: string): string {
	return /^[\w-]+$/.test(text) ? text : `"${text.replaceAll(/(["'\\])/g, String.raw`\$1`)}"`;
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
			const range = match.end === undefined ? '' : `:${match.end}`;
			return `-m ${match.proto}${match.port === null ? '' : ` --dport ${match.port}${range}`}`;
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

		case 'nfacct': {
			// Two blanks: libxt_nfacct prints them.
			return `-m nfacct --nfacct-name  ${match.name}`;
		}

		case 'recent': {
			const what = match.seconds === null ? '--set' : `--rcheck --seconds ${match.seconds} --reap`;
			return `-m recent ${what} --name ${match.name} --mask 255.255.255.255 --rsource`;
		}

		case 'statistic': {
			const share = Math.round(2 ** 31 * Number((1 / match.among).toFixed(10))) / 2 ** 31;
			return `-m statistic --mode random --probability ${share.toFixed(11)}`;
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

		case 'none': {
			return '';
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
/** `counters`: `iptables -S -v` prints them before the target. */
export function saveText(rule: Rule, counters = false): string {
	const counted = counters ? [`-c ${rule.packets} ${rule.bytes}`] : [];
	return [...rule.matches.map(match => saveMatch(match)), ...counted, saveTarget(rule.target)].join(' ').trimEnd();
}

import type {Match, Rule, Target} from './rule.js';

/** The rule's `expr` as `nft -j` prints it: what xtables added is only a name there (nft 1.0.6 and 1.1). */
export function nftExpressions(rule: Rule): unknown[] {
	return [
		...rule.matches.map(match => matchExpression(match)),
		{counter: {packets: rule.packets, bytes: rule.bytes}},
		...(rule.target.t === 'none' ? [] : [targetExpression(rule.target)]),
	];
}

const equal = (left: unknown, right: unknown, op = '=='): unknown => ({match: {op, left, right}});
const extension = (name: string): unknown => ({xt: {type: 'match', name}});

function matchExpression(match: Match): unknown {
	const op = 'not' in match && match.not ? '!=' : '==';
	switch (match.m) {
		case 'src':
		case 'dst': {
			const [address = '', length] = match.cidr.split('/');
			const right = length === undefined ? address : {prefix: {addr: address, len: Number(length)}};
			return equal({payload: {protocol: 'ip', field: match.m === 'src' ? 'saddr' : 'daddr'}}, right, op);
		}

		case 'in':
		case 'out': {
			return equal({meta: {key: match.m === 'in' ? 'iifname' : 'oifname'}}, match.name);
		}

		case 'proto': {
			return equal({payload: {protocol: 'ip', field: 'protocol'}}, match.name);
		}

		case 'port': {
			return match.port === null
				? extension(match.proto)
				: equal(
						{payload: {protocol: match.proto, field: 'dport'}},
						match.end === undefined ? match.port : {range: [match.port, match.end]},
					);
		}

		case 'mark': {
			return equal({'&': [{meta: {key: 'mark'}}, match.value]}, match.value, op);
		}

		case 'limit': {
			return {limit: {rate: 10, burst: 10, per: 'minute'}};
		}

		case 'comment':
		case 'statistic':
		case 'multiport':
		case 'set':
		case 'nfacct':
		case 'recent':
		case 'icmp': {
			return extension(match.m);
		}

		case 'states': {
			return extension('conntrack');
		}

		case 'local': {
			return extension('addrtype');
		}

		case 'bridged': {
			return extension('physdev');
		}
	}
}

function targetExpression(target: Target): unknown {
	switch (target.t) {
		case 'jump': {
			return {jump: {target: target.chain}};
		}

		case 'accept':
		case 'drop':
		case 'return': {
			return {[target.t]: null};
		}

		case 'log': {
			return {log: {group: 100}};
		}

		default: {
			return {xt: {type: 'target', name: target.t.toUpperCase()}};
		}
	}
}

import type {Outcome} from '../../command/outcome.js';
import {known, type Reading} from '../../facts/reading.js';
import {notOk} from '../reading.js';

/**
 * The devices of a table's ingress and egress chains, by `FAMILY TABLE CHAIN`, from `nft list table` (1.0.6: the JSON
 * leaves them out): `table netdev x { # progname y`, `type filter hook ingress device "enp1s0" priority filter; policy accept;`, or
 * `devices = { "eth0", "eth1" }`.
 */
export function readHookDevices(outcome: Outcome): Reading<ReadonlyMap<string, readonly string[]>> {
	const bad = notOk(outcome);
	if (bad) return bad;
	const devices = new Map<string, readonly string[]>();
	let table = '';
	let chain = '';
	for (const line of outcome.stdout.split('\n')) {
		const [, kind, name = ''] = /^\s*(table|chain) (.*?) \{(?: #.*)?$/.exec(line) ?? [];
		if (kind === 'table') table = name;
		if (kind === 'chain') chain = name;
		const hook = /^\s*type \S+ hook (?:ingress|egress) devices? (?:= \{([^}]*)\}|("[^"]*"|\S+)) priority/.exec(line);
		if (hook) devices.set(`${table} ${chain}`, namesIn(hook[1] ?? hook[2] ?? ''));
	}

	return known(devices);
}

const namesIn = (list: string): string[] =>
	list
		.split(',')
		.map(name => name.trim().replaceAll('"', ''))
		.filter(Boolean);

import {stableName, type Labels} from './chain-labels.js';
import type {Chain, Table} from '../facts/packet-filter.js';

/**
 * What a rule is, whatever its place: (table, chain, words), the counters aside. kube-router renames its chains on every
 * sync, so the pod or policy stands for the chain. Two equal rules of a chain have one identity: add the index to tell
 * them apart.
 */
export function ruleIdentity(table: Table, chain: Chain, text: string, labels: Labels): string {
	// The sets of a policy get new names too.
	const words = text.replaceAll(/KUBE-(?:POD-FW|NWPLCY|SRC|DST)-[A-Z2-7]{16}/g, name =>
		name.startsWith('KUBE-SRC-') || name.startsWith('KUBE-DST-') ? name.slice(0, 9) : stableName(name, labels),
	);
	return `${table.family} ${table.name} ${stableName(chain.name, labels)} ${words}`;
}

import * as remove from '../../command/leftovers.js';
import type {Rule} from '../../facts/packet-filter.js';
import {tokenise} from '../../read/iptables/rule.js';
import type {SavedTable} from '../../read/iptables/save.js';
import {bridge} from '../../command/k0s-paths.js';
import type {ResetFacts, XtRules} from './facts.js';
import type {Leftover} from './left.js';

/** Chains that only Kubernetes, kube-router and the CNI plugins make. */
const ownChain = /^(KUBE-|CNI-|cali-)/;
/** Tables of kube-proxy's nftables mode. */
const ownTable = /^kube-proxy/;
/** kube-router's rules that lead to no chain of its own. */
const ownComment =
	/^(allow (inbound|outbound) (traffic|node port traffic) .*(pods|node ip is associated)|kube-router netpol)/;

/** Rules in other people's chains first (until then the kernel refuses to delete what they lead to), then the chains. */
export function rulesLeft({rules, tables}: ResetFacts): readonly Leftover[] {
	const native = (tables.known ? tables.value : [])
		.filter(({name}) => ownTable.test(name))
		.map(({family, name}): Leftover => ({
			kind: 'table',
			name: `${family} ${name}`,
			command: remove.deleteTable(family, name),
		}));
	return [...rules.flatMap(each => (each.known ? ofFamily(each.value) : [])), ...native];
}

const ofFamily = ({family, tool, saved}: XtRules): readonly Leftover[] =>
	saved.tables.flatMap(table => {
		const chains = [...table.chains.values()];
		const foreign = chains.filter(({name}) => !ownChain.test(name));
		const own = chains.filter(({name}) => ownChain.test(name));
		return [
			...foreign.flatMap(chain =>
				chain.rules.filter(isOwn).map((rule): Leftover => ({
					kind: 'rule',
					name: `${family} ${table.name} ${chain.name}: ${rule.text}`,
					command: remove.deleteRule(tool, table.name, chain.name, specification(rule)),
				})),
			),
			...callersFirst(
				own.map(({name}) => name),
				table,
			).map((name): Leftover => ({
				kind: 'chain',
				name: `${family} ${table.name} ${name}`,
				command: remove.deleteChain(family, table.name, name),
			})),
		];
	});

/** Of k0s's network: leads into one of its chains, is about its bridge or its sets, or says so itself. */
function isOwn({verdict, comment, text}: Rule): boolean {
	if ((verdict.kind === 'jump' || verdict.kind === 'goto') && ownChain.test(verdict.chain)) return true;
	if (comment !== null && ownComment.test(comment)) return true;
	const words = text.split(' ');
	const follows = (option: string, is: (word: string) => boolean): boolean =>
		words.some((word, index) => word === option && is(words[index + 1] ?? ''));
	return (
		follows('-i', word => word === bridge) ||
		follows('-o', word => word === bridge) ||
		follows('--match-set', word => /^(inet6:)?(kube-router-|KUBE-)/.test(word))
	);
}

/** Behind `-A CHAIN`. */
function specification({text}: Rule): readonly string[] {
	const words = tokenise(text).map(token => token.text);
	return words[0] === '-A' ? words.slice(2) : words;
}

/** A chain goes after all that lead to it. */
function callersFirst(names: readonly string[], table: SavedTable): readonly string[] {
	const calls = new Map(
		names.map(name => [
			name,
			(table.chains.get(name)?.rules ?? []).flatMap(({verdict}) =>
				verdict.kind === 'jump' || verdict.kind === 'goto' ? [verdict.chain] : [],
			),
		]),
	);
	const callers = new Map(names.map(name => [name, 0]));
	for (const called of calls.values()) {
		for (const name of called) if (callers.has(name)) callers.set(name, (callers.get(name) ?? 0) + 1);
	}

	const sorted: string[] = [];
	const ready = names.filter(name => callers.get(name) === 0);
	for (let name = ready.shift(); name !== undefined; name = ready.shift()) {
		sorted.push(name);
		for (const called of calls.get(name) ?? []) {
			const left = (callers.get(called) ?? 0) - 1;
			if (!callers.has(called)) continue;
			callers.set(called, left);
			if (left === 0) ready.push(called);
		}
	}

	// A circle cannot be made by iptables; were there one, the kernel's refusal would be shown.
	return [...sorted, ...names.filter(name => !sorted.includes(name))];
}

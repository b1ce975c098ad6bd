import {readFileSync} from 'node:fs';
import type {Outcome} from '../../source/command/outcome.js';
import type {Rule, Ruleset} from '../../source/facts/packet-filter.js';
import {assemble, emptyParts} from '../../source/model/ruleset.js';
import {readIptablesSave} from '../../source/read/iptables/save.js';
import {finish} from '../../source/read/sliced.js';
import {readNftChains} from '../../source/read/nft/chains.js';
import {readNftTables} from '../../source/read/nft/table.js';

/** A recorded output of `test/samples/FOLDER/NAME`. */
export const sample = (folder: string, name: string): string =>
	readFileSync(new URL(`../samples/${folder}/${name}`, import.meta.url), 'utf8');

/** An Outcome that ended by itself: ok with exit 0, else failed. */
export const ended = (
	stdout: string,
	{
		stderr = '',
		exit = 0,
		stdoutCut = 0,
		argv = ['tool'],
	}: Partial<Pick<Outcome, 'stderr' | 'exit' | 'stdoutCut' | 'argv'>> = {},
): Outcome => ({
	kind: exit === 0 ? 'ok' : 'failed',
	argv,
	exit,
	signal: null,
	stdout,
	stderr,
	stdoutCut,
	stderrCut: 0,
	startedAt: 0,
	ms: 1,
});

export const notFound = (argv: readonly string[]): Outcome => ({...ended('', {argv}), kind: 'not-found', exit: null});

/** The ruleset of a recorded host: `full` and `seed` as iptables-save and nft listed them. */
export function rulesetOf(name: 'full' | 'seed', change: (text: string) => string = text => text): Ruleset {
	const saved = readIptablesSave(ended(change(sample('iptables', `${name}.txt`))));
	const heads = readNftChains(ended(sample('nft', `${name}-chains.json`)));
	if (!saved.known || !heads.known) throw new Error('unreadable sample');
	const parts = {...emptyParts, heads: heads.value, saved: saved.value};
	const {ruleset, torn} = finish(assemble(parts));
	if (torn.length > 0) throw new Error(torn.join(', '));
	return ruleset;
}

/** kube-proxy's nftables mode, as nft listed it. */
export function nativeRuleset(...names: string[]): Ruleset {
	const natives = names.flatMap(name => {
		const reading = readNftTables(ended(sample('nft', `${name}.json`)));
		if (!reading.known) throw new Error(reading.unknown.detail);
		return reading.value;
	});
	return finish(assemble({...emptyParts, heads: natives, natives})).ruleset;
}

/** A rule's words as values of its own: rules that were read from text give them only when asked, so a spread loses them. */
export const plainRule = ({index, handle, text, comment, verdict, packets, bytes}: Rule): Rule => ({
	index,
	handle,
	text,
	comment,
	verdict,
	packets,
	bytes,
});

export const plainRuleset = (ruleset: Ruleset): Ruleset => ({
	...ruleset,
	tables: ruleset.tables.map(table => ({
		...table,
		chains: table.chains.map(chain => ({...chain, rules: chain.rules.map(rule => plainRule(rule))})),
	})),
});

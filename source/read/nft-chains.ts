import type {ChainHead, Family} from '../model/packet-filter.js';
import type {Outcome} from '../command/outcome.js';
import {asText} from './json-value.js';
import {asFamily, chainHeadOf, objectsOf} from './nft-json.js';
import {known, readJson, unknown, type Note, type Reading} from './reading.js';
import {finish, type Sliced} from './sliced.js';

export type TableHeads = {readonly family: Family; readonly name: string; readonly chains: readonly ChainHead[]};

/**
 * `nft -j list chains` (nft 1.0.x and newer): every table that has chains, with hooks, priorities and policies, in the
 * kernel's order. An empty ruleset prints the metainfo alone.
 */
export function readNftChains(outcome: Outcome): Reading<readonly TableHeads[]> {
	return finish(chainsReading(outcome));
}

/** The same in slices: 40,000 chains take 60 ms. */
export function* chainsReading(outcome: Outcome): Sliced<Reading<readonly TableHeads[]>> {
	const json = readJson(outcome);
	if (!json.known) return json;
	yield;
	const objects = objectsOf(json.value);
	if (!objects) return unknown('unreadable', outcome.stdout.slice(0, 200));
	const notes: Note[] = [];
	const tables = new Map<string, {family: Family; name: string; chains: ChainHead[]}>();
	const tableOf = (family: Family, name: string) => {
		const key = `${family} ${name}`;
		const table = tables.get(key) ?? {family, name, chains: []};
		tables.set(key, table);
		return table;
	};

	let count = 0;
	for (const [kind, value] of objects) {
		if (++count % 5000 === 0) yield;
		if (kind !== 'chain' && kind !== 'table') continue;
		const family = asFamily(value['family']);
		const name = asText(value[kind === 'chain' ? 'table' : 'name']);
		const head = kind === 'chain' ? chainHeadOf(value) : undefined;
		if (!family || name === null || (kind === 'chain' && !head)) {
			if (notes.length < 20) notes.push({line: JSON.stringify(value).slice(0, 200), reason: 'not-understood'});
			continue;
		}

		const table = tableOf(family, name);
		if (head) table.chains.push(head);
	}

	return known([...tables.values()], notes);
}

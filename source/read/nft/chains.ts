import type {ChainHead, Family} from '../../facts/packet-filter.js';
import type {Outcome} from '../../command/outcome.js';
import {bytesOf, textOf} from '../bytes.js';
import {asText} from '../json-value.js';
import {asFamily, chainHeadOf, objectsOf} from './json.js';
import {firstLine, notOk} from '../reading.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import {finish, type Sliced} from '../sliced.js';

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
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv[0] ?? '');
	const bytes = bytesOf(outcome);
	return (
		(yield* headsIn(piecesOf(bytes))) ??
		(yield* headsIn([textOf(bytes, 0, bytes.length)])) ??
		unknown('unreadable', firstLine(textOf(bytes, 0, 2000)).slice(0, 200))
	);
}

/** Undefined: a piece is no such document. */
function* headsIn(pieces: Iterable<string>): Sliced<Reading<readonly TableHeads[]> | undefined> {
	const notes: Note[] = [];
	const tables = new Map<string, {family: Family; name: string; chains: ChainHead[]}>();
	const tableOf = (family: Family, name: string) => {
		const key = `${family} ${name}`;
		const table = tables.get(key) ?? {family, name, chains: []};
		tables.set(key, table);
		return table;
	};

	for (const piece of pieces) {
		const objects = objectsOf(parsed(piece));
		if (!objects) return undefined;
		for (const [kind, value] of objects) {
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

		yield;
	}

	return known([...tables.values()], notes);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Some milliseconds of JSON.parse. */
const pieceSize = 128 * 1024;
const opening = '{"nftables": [';
const between = '}}, {"chain": {"';

/**
 * A long document as several short ones. Inside a string of JSON no quote stands without a backslash, so that what is
 * looked for is the border of two objects.
 */
function* piecesOf(bytes: Buffer): Generator<string> {
	let from = 0;
	while (bytes.length - from > pieceSize) {
		const border = bytes.indexOf(between, from + pieceSize);
		if (border === -1) break;
		const end = border + 2;
		yield `${from === 0 ? '' : opening}${textOf(bytes, from, end)}]}`;
		from = end + 2;
	}

	yield `${from === 0 ? '' : opening}${textOf(bytes, from, bytes.length)}`;
}

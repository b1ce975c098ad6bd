import type {Outcome} from '../../command/outcome.js';
import {asList, asNumber, asObject, asText} from '../json-value.js';
import {objectsOf} from './json.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {readJson} from '../reading.js';

/** A rule as `nft -j list chain` (1.0.x) knows it: its handle, and what it does in one word (`jump X`, `DNAT`, `accept`). */
export type HandledRule = {readonly handle: number; readonly does: string};

/** The rules of one chain in order, to be joined with those of iptables-save. */
export function readHandles(outcome: Outcome): Reading<readonly HandledRule[]> {
	const document = readJson(outcome);
	if (!document.known) return document;
	const objects = objectsOf(document.value);
	if (!objects) return unknown('unreadable', 'nft');
	const rules: HandledRule[] = [];
	for (const [kind, value] of objects) {
		if (kind !== 'rule') continue;
		const handle = asNumber(value['handle']);
		if (handle === null) return unknown('unreadable', 'nft');
		rules.push({handle, does: doesOf(asList(value['expr']).at(-1))});
	}

	return known(rules);
}

/** The last statement tells; a counter at the end is a rule without a target. */
function doesOf(statement: unknown): string {
	const [kind = '', value] = Object.entries(asObject(statement))[0] ?? [];
	const parts = asObject(value);
	if (kind === 'jump' || kind === 'goto') return `${kind} ${asText(parts['target']) ?? ''}`;
	if (kind === 'xt') return parts['type'] === 'target' ? (asText(parts['name']) ?? '') : '';
	return kind === 'counter' ? '' : kind;
}

import type {Outcome} from '../../command/outcome.js';
import {asList, asObject, asText} from '../json-value.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {notOk, readJson} from '../reading.js';

/** One probe of `k0s sysinfo`. `name` is its key: the path is unreliable below the third level. */
export type Probe = {
	readonly name: string;
	readonly found: string;
	readonly message: string;
	readonly category: 'pass' | 'warning' | 'rejected' | 'error';
};

const categories: readonly Probe['category'][] = ['pass', 'warning', 'rejected', 'error'];

/** `k0s sysinfo --output json` (k0s 1.34 to 1.36): exit 1 with a whole document when something is rejected. */
export function readSysinfo(outcome: Outcome): Reading<readonly Probe[]> {
	const printed = outcome.kind === 'failed' && outcome.stdout.trimStart().startsWith('[');
	const json = readJson(printed ? {...outcome, kind: 'ok'} : outcome);
	if (!json.known) return notOk(outcome) ?? json;
	const probes = asList(json.value).flatMap(item => {
		const probe = asObject(item);
		const said = asText(probe['category']);
		const name = asText(probe['displayName']);
		if (said === null || name === null) return [];
		// A word of another version is no pass: it is told as it stands.
		const category = categories.find(each => each === said);
		const found = [...(category ? [] : [said]), ...(asText(probe['prop']) === null ? [] : [asText(probe['prop'])])];
		return [
			{name, category: category ?? 'warning', found: found.join(' '), message: asText(probe['message']) ?? ''} as const,
		];
	});
	return probes.length === 0 ? unknown('unreadable', outcome.stdout.slice(0, 200)) : known(probes);
}

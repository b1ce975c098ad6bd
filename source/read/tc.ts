import {unknown, known} from '../facts/reading.js';
import {asText} from './json-value.js';
import {ipDocuments} from './ip/json.js';
import {notOk, type Reader} from './reading.js';

export type Qdisc = {readonly device: string; readonly kind: string; readonly root: boolean};

/**
 * `tc -j qdisc show` (iproute2 6.1 to 6.15):
 * `[{"kind":"noqueue","handle":"0:","dev":"lo","root":true,…},{"kind":"clsact","handle":"ffff:","dev":"eth0","parent":"ffff:fff1",…}]`.
 */
export const readQdiscs: Reader<readonly Qdisc[]> = outcome => {
	const documents = ipDocuments(outcome);
	if (!documents.known) return documents;
	return known(
		documents.value.flat().flatMap(record => {
			const [device, kind] = [asText(record['dev']), asText(record['kind'])];
			return device === null || kind === null ? [] : [{device, kind, root: record['root'] === true}];
		}),
	);
};

/** `tc -j filter show dev DEVICE PLACE`: a list, empty where there is none; older versions print nothing then. */
export const readHasFilters: Reader<boolean> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return known(true);
	const text = outcome.stdout.trim();
	if (text === '') return known(false);
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? known(list.length > 0) : unknown('unreadable', text.slice(0, 200));
	} catch {
		return unknown('unreadable', text.slice(0, 200));
	}
};

import type {Need} from '../packet-walk/facts.js';
import {serviceParts} from '../service-entry.js';
import {answer, apiPlace, dnsPlace, type Answered} from './answer.js';
import type {Sliced} from '../../read/sliced.js';
import type {ReachVerdict, ReachWorld} from './facts.js';
import {addressesOf, podsHere} from './homes.js';
import {placeText, type Place} from './place.js';

/** Who can reach whom: a row a sender, a column a target. */
export type Matrix = {
	readonly senders: readonly Place[];
	readonly targets: readonly Place[];
	/** In the order of `senders`, then of `targets`. */
	readonly cells: ReadonlyArray<readonly Answered[]>;
	/** Targets and senders that were left out, since there are more than `most`. */
	readonly leftOut: number;
};

/** More rows or columns nobody reads; 10,000 services have their own screen. */
export const most = 120;

const byText = (a: Place, b: Place): number => {
	const [one, other] = [placeText(a), placeText(b)];
	return one < other ? -1 : one > other ? 1 : 0;
};

/** This host, outside, and every pod that runs here; of one namespace when it is named. */
export function matrixSenders(world: ReachWorld, namespace?: string): readonly Place[] {
	return [{kind: 'host', port: null}, {kind: 'outside', port: null}, ...podPlaces(world, namespace)];
}

/** The API and DNS first, then services, node ports, pods, this host and outside. */
export function matrixTargets(world: ReachWorld, namespace?: string): readonly Place[] {
	const services = servicePlaces(world);
	const first = [apiPlace, dnsPlace].filter(place => services.some(each => placeText(each) === placeText(place)));
	const others = services.filter(
		place =>
			!first.some(each => placeText(each) === placeText(place)) &&
			(namespace === undefined || (place.kind === 'service' && place.namespace === namespace)),
	);
	return [
		...first,
		...others,
		...nodePortPlaces(world, namespace),
		...podPlaces(world, namespace),
		{kind: 'host', port: null},
		{kind: 'outside', port: null},
	];
}

const podPlaces = (world: ReachWorld, only: string | undefined): readonly Place[] =>
	[...podsHere(world).keys()]
		.map((key): Place => {
			const [namespace = '', name = ''] = key.split('/');
			return {kind: 'pod', namespace, name, port: null};
		})
		.filter(place => only === undefined || (place.kind === 'pod' && place.namespace === only))
		.toSorted(byText);

function servicePlaces({services, entries}: ReachWorld): readonly Place[] {
	const names = new Set<string>();
	for (const {service} of entries) {
		const parts = service === null ? null : serviceParts(service);
		if (parts) names.add(`${parts.namespace}/${parts.name}`);
	}

	for (const {namespace, name} of services.known ? services.value : []) names.add(`${namespace}/${name}`);
	return [...names].toSorted().map(key => {
		const [namespace = '', name = ''] = key.split('/');
		return {kind: 'service', namespace, name, port: null};
	});
}

function nodePortPlaces({entries}: ReachWorld, only: string | undefined): readonly Place[] {
	const ports = new Map<string, Place>();
	for (const {kind, port, protocol, service} of entries) {
		const parts = service === null ? null : serviceParts(service);
		if (kind !== 'node-port' || (only !== undefined && parts?.namespace !== only)) continue;
		ports.set(`${port}/${protocol}`, {kind: 'node-port', port, protocol});
	}

	return [...ports.values()].toSorted(byText);
}

/**
 * All questions of a matrix, answered by what the world knows now; in slices, for a large one takes seconds. `before`: the
 * same matrix with less known: what wanted nothing then is not walked again.
 */
export function* matrixOf(
	world: ReachWorld,
	given: {readonly senders: readonly Place[]; readonly targets: readonly Place[]},
	before?: Matrix,
): Sliced<Matrix> {
	const senders = given.senders.slice(0, most);
	const targets = given.targets.slice(0, most);
	const leftOut = given.senders.length - senders.length + given.targets.length - targets.length;
	const cells: Answered[][] = [];
	for (const [row, from] of senders.entries()) {
		const answers: Answered[] = [];
		for (const [column, to] of targets.entries()) {
			const known = before?.cells[row]?.[column];
			if (known && !wantsMore(known)) answers.push(known);
			else {
				answers.push(answer(world, {from, to, port: null, protocol: null}));
				yield;
			}
		}

		cells.push(answers);
	}

	return {senders, targets, cells, leftOut};
}

const wantsMore = ({results}: Answered): boolean => results.some(({walk}) => (walk?.needs.length ?? 0) > 0);

/** What its walks would have looked at. */
export const matrixNeeds = ({cells}: Matrix): readonly Need[] => [
	...new Map(
		cells
			.flat()
			.flatMap(({results}) => results)
			.flatMap(({walk}) => (walk?.needs ?? []).map(need => [JSON.stringify(need), need])),
	).values(),
];

/** Everybody who may be asked: all namespaces of this host that have addresses, and the host (null). */
export const allPlaces = (world: ReachWorld): ReadonlyArray<string | null> => [
	null,
	...[...podsHere(world).values()].flatMap(({namespace}) => addressesOf(namespace).slice(0, 1)),
];

/** As it is saved: what was asked, what came of it, and why. */
export type SavedCell = {
	readonly from: string;
	readonly to: string;
	readonly verdict: ReachVerdict;
	/** Reasons without their sentences: `kind` and `about`. */
	readonly why: ReadonlyArray<{readonly kind: string; readonly about: readonly string[]}>;
};

export const savedCells = ({cells}: Matrix): readonly SavedCell[] =>
	cells.flat().map(({question, verdict, reasons}) => ({
		from: placeText(question.from),
		to: placeText(question.to),
		verdict,
		why: reasons.map(({kind, about}) => ({kind, about})),
	}));

/** A question whose answer is another one than before; null: it was not asked, or is not asked any more. */
export type Change = {
	readonly from: string;
	readonly to: string;
	readonly before: ReachVerdict | null;
	readonly after: ReachVerdict | null;
	/** Of the answer that is now, where there is one. */
	readonly why: SavedCell['why'];
};

/** What differs in the verdict. Names of chains change at every sync, so that reasons alone are no difference. */
export function changesBetween(before: readonly SavedCell[], after: readonly SavedCell[]): readonly Change[] {
	const keyOf = ({from, to}: SavedCell): string => JSON.stringify([from, to]);
	const old = new Map(before.map(cell => [keyOf(cell), cell]));
	const now = new Map(after.map(cell => [keyOf(cell), cell]));
	const changed = after
		.filter(cell => old.get(keyOf(cell))?.verdict !== cell.verdict)
		.map(({from, to, verdict, why}) => ({
			...{from, to, before: old.get(JSON.stringify([from, to]))?.verdict ?? null, after: verdict, why},
		}));
	const gone = before
		.filter(cell => !now.has(keyOf(cell)))
		.map(({from, to, verdict}) => ({from, to, before: verdict, after: null, why: []}));
	return [...changed, ...gone];
}

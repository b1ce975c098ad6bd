import {isDeepStrictEqual} from 'node:util';
import type {LinkWithPeer, Namespace, Topology} from '../../facts/network.js';
import {namespaceKey} from '../../model/network-keys.js';
import type {LinkRate} from '../../model/network-rates.js';
import type {Sliced} from '../../read/sliced.js';

export type Shared = {readonly topology: Topology; readonly rates: ReadonlyMap<string, LinkRate>};

/** Comparisons between two stops. */
const each = 20;

/**
 * What was read now, with what did not change taken from what was read before, down to single links: who compares
 * references sees what changed. The same Shared when nothing did.
 */
export function* shareUnchanged(before: Shared | undefined, now: Shared): Sliced<Shared> {
	if (!before) return now;
	const {topology: old, rates: oldRates} = before;
	const byKey = new Map(old.namespaces.map(namespace => [namespaceKey(namespace), namespace]));
	const namespaces: Namespace[] = [];
	for (const namespace of now.topology.namespaces) {
		namespaces.push(sharedNamespace(byKey.get(namespaceKey(namespace)), namespace));
		if (namespaces.length % each === 0) yield;
	}

	yield;
	const links = yield* sharedLinks(old.links, now.topology.links);
	const topology = sharedParts(old, {...now.topology, namespaces: sameList(old.namespaces, namespaces), links});
	const rates = new Map<string, LinkRate>();
	let moved = oldRates.size !== now.rates.size;
	for (const [key, rate] of now.rates) {
		const then = oldRates.get(key);
		const same = then !== undefined && isDeepStrictEqual(then, rate);
		moved ||= !same;
		rates.set(key, same ? then : rate);
		if (rates.size % (each * 10) === 0) yield;
	}

	if (!moved && topology === old) return before;
	return {topology, rates: moved ? rates : oldRates};
}

function sharedNamespace(old: Namespace | undefined, now: Namespace): Namespace {
	if (!old) return now;
	const byIndex = new Map(old.links.map(link => [link.index, link]));
	const links = now.links.map(link => sharedLink(byIndex.get(link.index), link));
	return sharedParts(old, {...now, links: sameList(old.links, links)});
}

function* sharedLinks(old: readonly LinkWithPeer[], now: readonly LinkWithPeer[]): Sliced<readonly LinkWithPeer[]> {
	const byIndex = new Map(old.map(link => [link.index, link]));
	const links: LinkWithPeer[] = [];
	for (const link of now) {
		links.push(sharedLink(byIndex.get(link.index), link));
		if (links.length % each === 0) yield;
	}

	return sameList(old, links);
}

/** Counters first: they are what changes. */
const sharedLink = (old: LinkWithPeer | undefined, now: LinkWithPeer): LinkWithPeer =>
	old && old.rx?.packets === now.rx?.packets && old.tx?.packets === now.tx?.packets && isDeepStrictEqual(old, now)
		? old
		: now;

const sameList = <T>(old: readonly T[], now: readonly T[]): readonly T[] =>
	old.length === now.length && now.every((item, index) => item === old[index]) ? old : now;

/** Each member that equals the old one is the old one; the old object when all do. */
function sharedParts<T extends object>(old: T, now: T): T {
	const keys = Object.keys(now) as Array<keyof T>;
	const moved = keys.filter(key => !isDeepStrictEqual(old[key], now[key]));
	if (moved.length === 0) return old;
	const shared = {...old};
	for (const key of moved) shared[key] = now[key];
	return shared;
}

import {beforeAll, describe, expect, test} from 'vitest';
import {placesOf, readUnread, type Place} from '../../../source/app/palette/collect.js';
import {paletteSearch, unreadLine} from '../../../source/app/palette/rows.js';
import {plain} from '../../../source/components/line.js';
import {createRunner, type Runner} from '../../../source/host/runner.js';
import {screens} from '../../../source/screens/screens.js';
import type {Services} from '../../../source/screens/services.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {createPacer} from '../../../source/store/pacer.js';
import {createSources} from '../../../source/store/sources.js';
import {catalogue} from '../../../source/text/text.js';

const text = catalogue('en');
const none = {get: () => ({steps: []})};

/** A screen's services on the simulated host; nothing has been read yet. */
function services(looked: boolean): {readonly services: Services; readonly runner: Runner} {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
	const pacer = createPacer();
	const rows = [{id: 'br-netfilter', title: 'Module br_netfilter', report: null}];
	const checks = {get: () => ({value: looked ? rows : undefined})};
	const sources = {...createSources({runner, pacer}), checks};
	const sessions = {install: {get: () => ({steps: [{id: 'start', title: 'Start k0s'}]})}, demo: none};
	return {services: {text, sources, sessions} as unknown as Services, runner};
}

const signal = new AbortController().signal;

const found = (search: ReturnType<typeof paletteSearch>, query: string): string[] => {
	const {ids, row} = search.search(query);
	return ids.map((_, at) => plain(row(at)).trim().replaceAll(/ {2,}/g, '  '));
};

describe('what : finds', () => {
	let all: Services;
	let runner: Runner;
	let search: ReturnType<typeof paletteSearch>;
	beforeAll(async () => {
		({services: all, runner} = services(true));
		const {cluster, network, packetFilter} = all.sources;
		await Promise.all([cluster.refresh(), network.refresh(), packetFilter.refresh()]);
		const places = await placesOf(all, signal);
		search = paletteSearch([{id: 'app.help', group: 'Everywhere', keys: '?', name: 'help'}], places!, text);
	});

	test.each([
		['kube-dns', ['service  kube-system/kube-dns', 'service path  kube-system/kube-dns:dns']],
		[
			'10.244.0.3',
			[/^pod {2}kube-system\/coredns-\S+ {2}10\.244\.0\.3$/, /^network namespace {2}cni-\S+ {2}10\.244\.0\.3$/],
		],
		['coredns', [/^workload {2}Deployment kube-system\/coredns/, /^pod {2}kube-system\/coredns/]],
		['kube-bridge', ['link  kube-bridge  (host)']],
		['KUBE-SERVICES', ['chain  KUBE-SERVICES  ip nat']],
		['br-netfilter', ['check  br-netfilter']],
		['start', ['step  Start k0s  start']],
		['svc', ['kind  services  v1  svc']],
		['containers', ['list  Containers']],
		['widgets', ['kind  widgets: ask the API']],
		['help', ['Everywhere  help  ?']],
	])('%s', (query, wanted) => {
		const rows = found(search, query);
		for (const each of wanted) {
			if (typeof each === 'string') expect(rows).toEqual(expect.arrayContaining([expect.stringContaining(each)]));
			else expect(rows).toEqual(expect.arrayContaining([expect.stringMatching(each)]));
		}
	});

	test('a kind whose name is typed in full comes before an action of that name, as in k9s', async () => {
		const places = await placesOf(all, signal);
		const acts = [{id: 'status.events', group: 'Status', keys: 'e', name: 'events'}];
		expect(found(paletteSearch(acts, places!, text), 'events')[0]).toMatch(/^kind {2}events {2}v1/);
		expect(found(paletteSearch(acts, places!, text), 'event')[0]).toMatch(/^kind {2}events {2}v1/);
		expect(found(paletteSearch(acts, places!, text), 'pods kube-system')[0]).toBe(
			'kind  pods in namespace kube-system',
		);
	});

	test('asks the host nothing', async () => {
		const before = runner.log.get().length;
		await placesOf(all, signal);
		found(search, 'coredns');
		expect(runner.log.get().length).toBe(before);
	});

	test('names what has not been read', async () => {
		const fresh = services(false);
		const places = await placesOf(fresh.services, signal);
		expect(plain(unreadLine(places!, text)!)).toBe('Not read yet, so not found: Checks, Status, Network, Nftables');
		expect(fresh.runner.log.get()).toEqual([]);
	});

	test('offers to read it where a name is typed, and finds it then', async () => {
		const fresh = services(false);
		const places = await placesOf(fresh.services, signal);
		const before = paletteSearch([], places!, text);
		expect(before.search('').ids).toEqual([]);
		expect(found(before, 'KUBE-SERVICES')[0]).toBe('read Status, Network, Nftables too, and look there');
		expect(before.at(before.search('KUBE-SERVICES').ids[0]!)).toBe('unread');
		expect(found(before, 'widgets').map(row => row.split(' ')[0])).toEqual(['kind', 'read']);
		await readUnread(fresh.services, places!.unread);
		const later = await placesOf(fresh.services, signal);
		expect(later!.unread.map(({screen}) => screen)).toEqual(['checks']);
		expect(found(paletteSearch([], later!, text), 'KUBE-SERVICES')).toEqual(
			expect.arrayContaining([expect.stringContaining('chain  KUBE-SERVICES  ip nat')]),
		);
	});

	test('every object can be shown: its screen knows how, and does not lose what else it shows', async () => {
		const places = await placesOf(all, signal);
		const objects = places!.index.flatMap(({entries}) => entries);
		const kinds = new Map<string, Place>();
		for (const object of objects) kinds.set(`${object.screen} ${object.kind}`, object);
		expect(kinds.size).toBeGreaterThan(12);
		for (const object of kinds.values()) {
			const states = new Map<string, unknown>();
			const own = await screens.find(({id}) => id === object.screen)?.objects();
			own?.select(object, states, all);
			expect(JSON.stringify([...states.values()]), object.kind).toContain(
				// A link is shown on the map, where its key is the wire's; lists and kinds have no row of their own.
				['link', 'list', 'kind'].includes(object.kind) ? '{' : JSON.stringify(object.key.replace(/^\d+ (?=[A-Z])/, '')),
			);
		}
	});
});

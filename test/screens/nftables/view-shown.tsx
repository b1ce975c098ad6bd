import {expect, vi} from 'vitest';
import {Layers, level} from '../../../source/keys/layers.js';
import {labelChains} from '../../../source/model/chain-labels.js';
import {indexJumps} from '../../../source/model/chain-use.js';
import type {Topology} from '../../../source/facts/network.js';
import type {Ruleset} from '../../../source/facts/packet-filter.js';
import {noRates} from '../../../source/model/rule-rates.js';
import type {Unknown} from '../../../source/facts/reading.js';
import {readIpsetSave} from '../../../source/read/ipset-save.js';
import {finish} from '../../../source/read/sliced.js';
import type {Services} from '../../../source/screens/services.js';
import {NftablesView} from '../../../source/screens/nftables/view.js';
import type {PacketFilter} from '../../../source/store/packet-filter/packet-filter.js';
import type {Snapshot, Source} from '../../../source/store/source.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';
import {ended, rulesetOf, sample} from '../../support/packet-filter.js';
import {outcomeOf} from '../../support/samples.js';

export const text = catalogue('en');

export function filterOf(ruleset: Ruleset, change: Partial<PacketFilter> = {}): PacketFilter {
	const sets = readIpsetSave(ended(sample('ipset', 'full.txt')));
	return {
		ruleset,
		labels: finish(labelChains(ruleset)),
		jumps: finish(indexJumps(ruleset)),
		ipsets: sets.known ? sets.value : null,
		rates: noRates,
		loss: null,
		notes: [],
		whole: true,
		...change,
	};
}

export const full = filterOf(rulesetOf('full'));

type Given = {
	readonly width?: number;
	readonly height?: number;
	readonly unknown?: Unknown;
	readonly raw?: Parameters<typeof outcomeOf>[0];
	readonly ascii?: boolean;
	/** Who has which address on this host. */
	readonly topology?: Pick<Topology, 'links' | 'namespaces'>;
};

/** The view on a packet filter that the test changes. */
export function show(
	first: PacketFilter | undefined,
	{width = 80, height = 90, unknown, raw, ascii = false, topology}: Given = {},
) {
	let snapshot: Snapshot<PacketFilter> = {value: first, unknown, at: 0, reading: false};
	const listeners = new Set<() => void>();
	const packetFilter: Source<PacketFilter> = {
		get: () => snapshot,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		refresh: async () => snapshot,
	};
	const networkState = {value: topology && {topology, rates: new Map()}};
	let watching = 0;
	const network = {
		get: () => networkState,
		subscribe() {
			watching++;
			return () => void watching--;
		},
	};
	const asked: string[] = [];
	const layers = new Layers();
	/** Keys that the screen left to the app. */
	const left: string[] = [];
	layers.add({
		level: level.app,
		bindings: [{action: 'app.back', keys: ['escape']}],
		onAction: action => void left.push(action),
	});
	const services = {
		text,
		sources: {packetFilter, network},
		async ask({argv}: {argv: readonly string[]}) {
			asked.push(argv.join(' '));
			return outcomeOf({argv, ...raw});
		},
	} as unknown as Services;
	const screen = draw(() => <NftablesView services={services} width={width} height={height} />, {
		look: {color: false, ascii},
		layers,
	});
	const {styled, settled} = screen;
	const takesText = (): boolean => layers.tables()[0]?.some(({action}) => action === 'filter.keep') ?? false;
	return {
		...screen,
		asked,
		left,
		watching: () => watching,
		selected: () =>
			styled()
				.split('\n')
				.filter(row => /\u001B\[(?:\d+;)*7m/.test(row) && !row.startsWith('/'))
				.map(row => row.replaceAll(/\u001B\[[\d;]*m/g, '').trim())
				.join('|'),
		async press(...keys: string[]) {
			for (const key of keys) {
				layers.dispatch(key as never);
				await settled();
				if (key === '/') await vi.waitFor(() => expect(takesText()).toBe(true));
			}
		},
		async change(next: PacketFilter, why?: Unknown) {
			snapshot = {...snapshot, value: next, unknown: why};
			for (const listener of listeners) listener();
			await settled();
		},
	};
}

/** Selects the first row in sight that holds the words and opens it. */
export async function open(screen: ReturnType<typeof show>, words: string) {
	await screen.press('g');
	const rows = screen.rows();
	const titles = rows.findIndex(row => /CHAIN|IF|KEY/.test(row));
	const steps = rows.findIndex((row, index) => index > titles && row.includes(words)) - titles - 1;
	for (let count = 0; count < steps; count++) screen.layers.dispatch('j' as never);
	await screen.settled();
	expect(screen.selected()).toContain(words);
	await screen.press('enter');
}

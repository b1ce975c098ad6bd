import {expect, vi} from 'vitest';
import {Layers} from '../../../source/keys/layers.js';
import type {ClusterFacts} from '../../../source/model/cluster.js';
import type {Pod} from '../../../source/facts/cluster.js';
import {unknown} from '../../../source/facts/reading.js';
import type {Services} from '../../../source/screens/services.js';
import {StatusView} from '../../../source/screens/status/view.js';
import {createPacer} from '../../../source/store/pacer.js';
import type {Snapshot, Source} from '../../../source/store/source.js';
import {catalogue} from '../../../source/text/text.js';
import {healthyFacts, must, sampledAt} from '../../support/cluster.js';
import {sessionsWith} from '../../support/working.js';
import {draw} from '../../support/draw.js';
import {outcomeOf} from '../../support/samples.js';
import {quietChecks} from '../../support/quiet-checks.js';

export const text = catalogue('en');

/** The view on facts that the test changes, at the moment of the samples. */
export function show(first: ClusterFacts | undefined, width = 80, height = 20, ascii = false, install = {}) {
	let facts = first;
	let snapshot: Snapshot<ClusterFacts> = {value: facts, unknown: undefined, at: sampledAt, reading: false};
	const listeners = new Set<() => void>();
	const cluster: Source<ClusterFacts> = {
		get: () => snapshot,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		refresh: async () => snapshot,
	};
	const asked: string[] = [];
	const said: string[] = [];
	/** Servers that k0s-tui was opened on. */
	const opened: string[] = [];
	const layers = new Layers();
	const pacer = createPacer({interval: 60_000});
	const services = {
		text,
		kind: 'local',
		readOnly: false,
		pacer,
		sources: {cluster, core: cluster, checks: quietChecks, status: {show: () => undefined}},
		async ask({argv}: {argv: readonly string[]}) {
			asked.push(argv.join(' '));
			return outcomeOf({stdout: `${'x'.repeat(79)}END of ${argv.join(' ')}\n`});
		},
		go: () => undefined,
		async openServer(server: string) {
			opened.push(server);
			return undefined;
		},
		copy: () => undefined,
		notify: (message: string) => said.push(message),
		sessions: {report: async (file: string) => `written: ${file}`, ...sessionsWith(install)},
	} as unknown as Services;
	const screen = draw(() => <StatusView services={services} width={width} height={height} />, {
		look: {color: false, ascii},
		layers,
		close: () => pacer.close(),
	});
	const {frame, styled, settled} = screen;
	const takesText = (): boolean => layers.tables()[0]?.some(({action}) => action === 'filter.keep') ?? false;
	return {
		...screen,
		asked,
		opened,
		said,
		selected: () =>
			(
				styled()
					.split('\n')
					.find(
						row =>
							row.startsWith('\u001B[7m') &&
							!/^\u001B\[7m ?(Pods|Services|Workloads|Containers|Images|Nodes|Usage) /.test(row),
					) ?? ''
			).replaceAll(/\u001B\[[\d;]*m/g, ''),
		async press(...keys: string[]) {
			for (const key of keys) {
				layers.dispatch(key as never);
				await settled();
				// The input field takes keys as soon as it is drawn.
				if (key === '/')
					await vi.waitFor(() => expect(takesText() || /^── /m.test(frame()) || !frame().includes('Pods')).toBe(true));
			}
		},
		async change(next: ClusterFacts) {
			facts = next;
			snapshot = {...snapshot, value: facts};
			for (const listener of listeners) listener();
			await settled();
		},
	};
}

/** Facts whose ages are small whatever the clock says: a recording of the samples' moment. */
export const at = (change: Partial<ClusterFacts> = {}): ClusterFacts => healthyFacts({asOf: sampledAt, ...change});

export const manyPods = (count: number): readonly Pod[] => {
	const [first] = must(healthyFacts().pods);
	return Array.from({length: count}, (_, index) => ({...first!, name: `pod-${String(index).padStart(5, '0')}`}));
};

export const refused = unknown('not-running', 'The connection to the server localhost:6443 was refused');
export const noApi: Partial<ClusterFacts> = {nodes: refused, pods: refused, services: refused, workloads: refused};

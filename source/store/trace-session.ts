import {createListeners} from '../listeners.js';
import type {TraceRequest} from '../command/trace.js';
import type {Runner} from '../host/runner.js';
import type {Ruleset} from '../facts/packet-filter.js';
import type {LiveTrace} from '../model/trace.js';
import type {TraceFailure, TraceResult, TraceState} from './trace.js';

export type TraceView = {
	readonly state: TraceState;
	/** The hops so far. */
	readonly trace: LiveTrace | undefined;
	readonly result: TraceResult | undefined;
	readonly failure: TraceFailure | undefined;
};

/** One live trace at a time; it goes on to its own end when the screen is left. */
export interface TraceSession {
	get(): TraceView;
	subscribe(listener: () => void): () => void;
	/** Runs `trace(request)`, which a person has seen and agreed to. Nothing happens while one runs. */
	start(request: TraceRequest, ruleset: Ruleset): void;
	/** Ends it early; the table is taken away all the same. */
	stop(): void;
}

const idle: TraceView = {state: 'ended', trace: undefined, result: undefined, failure: undefined};

export function createTraceSession({runner}: {readonly runner: Runner}): TraceSession {
	let view = idle;
	let running: AbortController | undefined;
	const listeners = createListeners();
	const show = (change: Partial<TraceView>): void => {
		view = {...view, ...change};
		listeners.tell();
	};

	return {
		get: () => view,
		subscribe: listeners.add,
		start(request, ruleset) {
			if (running) return;
			const controller = new AbortController();
			running = controller;
			show({...idle, state: 'marking'});
			const trace = async () => {
				const {runTrace} = await import('./trace.js');
				return runTrace(runner, request, ruleset, {
					signal: controller.signal,
					onState: state => show({state}),
					onHops: hops => show({trace: hops}),
				});
			};

			void trace().then(outcome => {
				running = undefined;
				show(
					'kind' in outcome ? {state: 'ended', failure: outcome} : {state: 'ended', trace: outcome, result: outcome},
				);
			});
		},
		stop() {
			running?.abort();
		},
	};
}

import {growingPane, reducePane, type PaneEvent, type PaneState} from '../../../components/text-pane.js';
import type {JournalLine} from '../../../facts/cluster.js';

/** Its name among the states that outlive a tab. */
export const k0sLogState = 'status.k0s-log';

/** What `!` goes through: everything, warnings and worse, errors and worse. */
export const leasts = ['debug', 'warning', 'error'] as const satisfies ReadonlyArray<JournalLine['severity']>;

export type K0sLogState = {
	readonly open: boolean;
	/** Whose lines alone; null: all. */
	readonly component: string | null;
	readonly least: (typeof leasts)[number];
	/** Repeats are one line. */
	readonly folds: boolean;
	readonly pane: PaneState;
};

export const initialK0sLog: K0sLogState = {
	...{open: false, component: null, least: 'debug', folds: true},
	pane: growingPane,
};

export type K0sLogEvent =
	| PaneEvent
	| {readonly type: 'open' | 'close' | 'least' | 'folds'}
	/** The next of those that speak; after the last all of them. */
	| {readonly type: 'component'; readonly speakers: readonly string[]};

export function reduceK0sLog(state: K0sLogState, event: K0sLogEvent): K0sLogState {
	switch (event.type) {
		case 'open': {
			return {...state, open: true, pane: growingPane};
		}

		case 'close': {
			return {...state, open: false};
		}

		case 'least': {
			const least = leasts[(leasts.indexOf(state.least) + 1) % leasts.length] ?? 'debug';
			return {...state, least, pane: growingPane};
		}

		case 'folds': {
			return {...state, folds: !state.folds, pane: growingPane};
		}

		case 'component': {
			const at = state.component === null ? -1 : event.speakers.indexOf(state.component);
			return {...state, component: event.speakers[at + 1] ?? null, pane: growingPane};
		}

		default: {
			return {...state, pane: reducePane(state.pane, event)};
		}
	}
}

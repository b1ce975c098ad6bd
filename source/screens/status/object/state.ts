import {emptyPane, growingPane, reducePane, type PaneEvent, type PaneState} from '../../../components/text-pane.js';

/** What is shown of one pod or workload. */
export const shows = ['why', 'logs', 'describe', 'yaml', 'events'] as const;
export type Show = (typeof shows)[number];

/** How far back a log goes, in seconds; null: as far as it is kept. */
export const sinces = [null, 300, 3600] as const;

export type ObjectState = {
	/** Where one reads; the log's own, since it follows its end. */
	readonly text: PaneState;
	readonly log: PaneState;
	/** Which of the containers: 0 is all of them, then one after the other. */
	readonly container: number;
	readonly previous: boolean;
	readonly times: boolean;
	readonly since: number;
};

export const initialObject: ObjectState = {
	...{text: emptyPane, log: growingPane, container: 0, previous: false, times: false, since: 0},
};

export type ObjectEvent =
	| (PaneEvent & {readonly of: 'text' | 'log'})
	| {readonly type: 'anew'}
	| {readonly type: 'container'; readonly count: number}
	/** Of another object, or of one container from a list of them: `at` as in the state. */
	| {readonly type: 'chosen'; readonly at: number}
	| {readonly type: 'previous' | 'times' | 'since'};

export function reduceObject(state: ObjectState, event: ObjectEvent): ObjectState {
	switch (event.type) {
		case 'anew': {
			return {...state, text: emptyPane};
		}

		case 'container': {
			return {...state, container: (state.container + 1) % (event.count + 1), log: growingPane};
		}

		case 'chosen': {
			return state.container === event.at ? state : {...state, container: event.at, log: growingPane};
		}

		case 'previous': {
			return {...state, previous: !state.previous, log: growingPane};
		}

		case 'times': {
			return {...state, times: !state.times, log: growingPane};
		}

		case 'since': {
			return {...state, since: (state.since + 1) % sinces.length, log: growingPane};
		}

		default: {
			return {...state, [event.of]: reducePane(state[event.of], event)};
		}
	}
}

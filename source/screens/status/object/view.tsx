import {useEffect, useMemo} from 'react';
import {dim, line} from '../../../components/line.js';
import {Lines} from '../../../components/lines.js';
import {rowsOf, stacked} from '../../../components/rows.js';
import {useKeyLabel} from '../../../components/use-key-label.js';
import {
	isPaneAction,
	isSearching,
	paneLines,
	type PaneAction,
	type SearchEvent,
	type Shown,
} from '../../../components/text-pane.js';
import {useLayer} from '../../../components/use-layer.js';
import {usePane} from '../../../components/use-pane.js';
import {useScreenState} from '../../../components/use-screen-state.js';
import {level} from '../../../keys/layers.js';
import type {ObjectName} from '../../../command/kubectl.js';
import type {ClusterFacts} from '../../../model/cluster.js';
import {rawCopies} from '../../raw/copies.js';
import {rawRows, readAt} from '../../raw/outputs.js';
import {useRaw} from '../../raw/use-raw.js';
import type {ScreenProps} from '../../services.js';
import {goAcross, layersOf} from './across.js';
import {endedLines} from './ended-lines.js';
import {logBindings, objectBindings} from './keys.js';
import {chosenText, logRows} from './log-rows.js';
import {initialObject, reduceObject, sinces, type Show} from './state.js';
import {mostStreams, streamsOf, type Stream} from './streams.js';
import {commandsOf, podsOf} from './target.js';
import {hasLog, whyOf} from './target-of.js';
import {useKilled} from './use-killed.js';
import {useLog, type LogWish} from './use-log.js';
import {useWhy, whyRows} from './use-why.js';

type Props = ScreenProps & {
	readonly target: ObjectName;
	readonly show: Show;
	/** Whose log is meant first; left out: those of all its containers. */
	readonly container?: string | undefined;
	/** Undefined: not read yet. */
	readonly facts: ClusterFacts | undefined;
	readonly onShow: (show: Show) => void;
	/** To the next or the previous row in trouble. */
	readonly onTrouble: (by: 1 | -1) => void;
	readonly onClose: () => void;
};

/** One object in the list's place: why it is broken, its log, its description, YAML, events. */
export function ObjectPane(props: Props) {
	const {services, target, show, container: meant, facts, width, height, onShow, onTrouble, onClose} = props;
	const {text} = services;
	const words = text.status.object;
	const [state, dispatch] = useScreenState('status-object', reduceObject, initialObject);
	const {what, kind, namespace, name} = target;
	const object = useMemo((): ObjectName => ({what, kind, namespace, name}), [what, kind, namespace, name]);
	const pods = useMemo(() => (facts ? podsOf(object, facts) : []), [object, facts]);
	const [pod] = pods;
	useEffect(() => dispatch({type: 'anew'}), [dispatch, show, object]);

	const answer = useWhy(services, show === 'why' ? whyOf(object) : undefined, pod);
	const commands = useMemo(
		() => (show === 'why' || show === 'logs' ? undefined : commandsOf(show, object).map(command => ({command}))),
		[show, object],
	);
	const outputs = useRaw(services, commands);
	// By their names: other facts of the pods change while their logs go on.
	const named = JSON.stringify(show === 'logs' ? streamsOf(pods) : []);
	const streams = useMemo(() => JSON.parse(named) as readonly Stream[], [named]);
	const first = meant === undefined ? 0 : streams.findIndex(({container}) => container === meant) + 1;
	useEffect(() => dispatch({type: 'chosen', at: first}), [dispatch, first, object]);
	const wish = useMemo((): LogWish | undefined => {
		if (streams.length === 0) return undefined;
		const one = streams[state.container - 1];
		return {
			streams: one === undefined ? streams.slice(0, mostStreams) : [one],
			...{previous: state.previous, times: state.times, since: sinces[state.since] ?? null},
		};
	}, [streams, state.container, state.previous, state.times, state.since]);
	const log = useLog(services, wish);
	const sinceKey = useKeyLabel(logBindings)('logs.since');

	const killed = useKilled(services, show === 'describe' && hasLog(object));
	const content = useMemo(() => {
		if (show === 'why') return rowsOf(answer ? whyRows(answer, text, width) : [line(dim(text.common.reading))]);
		if (show === 'logs') {
			const none = pod ? '' : facts ? words.noPod : text.common.reading;
			const since = sinces[state.since] ?? null;
			const given = {none, previous: state.previous, since: since === null ? null : since / 60, sinceKey};
			return logRows(log, given, text, width);
		}

		const own = show === 'describe' ? rowsOf(endedLines(pods, killed, text)) : rowsOf([]);
		return stacked([own, rawRows(outputs, width)]);
	}, [show, answer, text, width, log, words, pod, pods, killed, outputs, facts, state.previous, state.since, sinceKey]);
	const of = show === 'logs' ? 'log' : 'text';
	const pane = state[of];
	const shown: Shown = {content, width, height};
	usePane(pane, shown, (event: SearchEvent) => dispatch({...event, of}));
	useLayer({
		level: level.screen,
		bindings: show === 'logs' ? logBindings : objectBindings,
		onAction(action) {
			switch (action) {
				case 'status.why':
				case 'status.logs':
				case 'status.describe':
				case 'status.yaml':
				case 'status.events': {
					const to = action.slice('status.'.length) as Show;
					if (to === 'why' && !whyOf(object)) return services.notify(words.noWhy);
					return to === 'logs' && !hasLog(object) ? services.notify(words.noLog) : onShow(to);
				}

				case 'status.reach': {
					return services.reach(pod ? {from: `pod/${pod.namespace}/${pod.name}`} : {});
				}

				case 'status.across': {
					return goAcross(services, layersOf(object));
				}

				case 'status.back': {
					return isSearching(pane) ? dispatch({type: 'pane-clear', of}) : onClose();
				}

				case 'object.next-part': {
					return onTrouble(1);
				}

				case 'object.previous-part': {
					return onTrouble(-1);
				}

				case 'logs.choices': {
					return dispatch({type: 'container', count: streams.length});
				}

				case 'logs.run': {
					return dispatch({type: 'previous'});
				}

				case 'logs.times': {
					return dispatch({type: 'times'});
				}

				case 'logs.since': {
					return dispatch({type: 'since'});
				}

				case 'logs.save': {
					return void services
						.save(
							`${wish?.streams.length === 1 ? (wish.streams[0]?.pod ?? name) : name}.log`,
							`${log.lines.join('\n')}\n`,
						)
						.then(services.notify);
				}

				case 'status.copy': {
					return services.offer(() => rawCopies(outputs, text));
				}

				default: {
					return isPaneAction(action) ? dispatch({type: 'pane', action: action as PaneAction, ...shown, of}) : false;
				}
			}
		},
	});

	const chosen = wish === undefined ? words.all : chosenText(wish.streams, streams, words);
	const since = sinces[state.since] ?? null;
	const right =
		show === 'logs'
			? [
					chosen,
					...(state.previous ? [words.previous] : []),
					...(since === null ? [] : [words.since(since / 60)]),
				].join(', ')
			: show === 'why'
				? ''
				: readAt(outputs, text);
	const path = namespace === null ? '' : `${namespace}/`;
	const title = `${words.titles[show]} ${kind === 'Pod' ? '' : `${kind} `}${path}${name}`;
	return (
		<Lines lines={paneLines(pane, shown, {title, right, none: text.common.noMatch})} width={width} height={height} />
	);
}

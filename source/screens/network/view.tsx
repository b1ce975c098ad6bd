import {useEffect, useMemo} from 'react';
import {exactly, rule, windowOf} from '../../components/blocks.js';
import {unknownLines} from '../../components/empty.js';
import {useFilter} from '../../components/filter.js';
import {dim, line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {settle} from '../../components/list.js';
import {useLayer} from '../../components/use-layer.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {level} from '../../keys/layers.js';
import {useSource} from '../../store/use-source.js';
import type {NetworkState as NetworkFacts} from '../../store/network.js';
import type {ScreenProps} from '../services.js';
import {detailBlocks, lengthOf} from './details.js';
import {networkBindings, rawBindings} from './keys.js';
import {frameOf, messageLines, networkLines, rawLines} from './rows.js';
import {filtered, podNames, spacesOf} from './spaces.js';
import {canGoBack, initialNetwork, reduceNetwork} from './state.js';
import {useRaw} from './use-raw.js';

/** Screen 4: the host's network and that of every namespace on it. */
export function NetworkView(props: ScreenProps) {
	const {services, width, height} = props;
	const {value, unknown} = useSource(services.sources.network);
	const {text} = services;
	if (value) return <Network {...props} facts={value} />;
	const lines = unknown ? unknownLines(text, unknown) : [line(dim(text.common.reading))];
	return <Lines lines={lines} width={width} height={height} />;
}

function Network({services, width, height, facts}: ScreenProps & {readonly facts: NetworkFacts}) {
	const {text, sources} = services;
	const {unknown} = useSource(sources.network);
	const [state, dispatch] = useScreenState('network', reduceNetwork, initialNetwork);
	const all = useMemo(() => spacesOf(facts.topology), [facts.topology]);
	const spaces = useMemo(() => filtered(all, state.filter), [all, state.filter]);
	const keys = useMemo(() => spaces.map(({key}) => key), [spaces]);
	const frame = frameOf(spaces, all.length, state, messageLines(facts.topology, unknown, text), height);
	const list = settle(state.list, keys, frame.rows);
	const selected = spaces[list.index];
	const pods = useMemo(() => podNames(facts.topology), [facts.topology]);
	const context = {text, width, rates: facts.rates, pods};

	const opened = state.raw ? all.find(({key}) => key === state.raw?.key) : undefined;
	const outputs = useRaw(services, opened ? (opened.namespace ? opened.namespace.name : undefined) : null);

	const seen = spaces.slice(list.offset, list.offset + frame.rows);
	const names = seen.flatMap(({namespace}) => namespace?.name ?? []).join('/');
	useEffect(() => {
		sources.network.look(names === '' ? [] : names.split('/'));
	}, [sources.network, names]);

	const rawHeight = Math.max(1, height - 1);
	useFilter(state.filter, dispatch);
	useLayer({
		level: level.screen,
		bindings: state.raw ? rawBindings : networkBindings,
		onAction(action) {
			switch (action) {
				case 'network.raw': {
					if (!selected) return;
					if (selected.namespace?.name === null) services.notify(text.network.noRaw);
					else dispatch({type: 'raw', key: selected.key});
					return;
				}

				case 'network.pane': {
					return dispatch({type: 'pane'});
				}

				case 'network.filter': {
					return dispatch({type: 'filter-open'});
				}

				case 'network.left':
				case 'network.right': {
					return dispatch({type: 'shift', by: action === 'network.left' ? -20 : 20});
				}

				case 'network.back': {
					return canGoBack(state) ? dispatch({type: 'back'}) : false;
				}

				default: {
					if (state.raw) {
						const {length} = rawLines(outputs, 0, text);
						return dispatch({type: 'scroll', action, length, height: rawHeight});
					}

					if (state.focus === 'list') return dispatch({type: 'move', action, keys, height: frame.rows});
					const length = selected ? lengthOf(detailBlocks(selected, context)) : 0;
					return dispatch({type: 'scroll', action, length, height: frame.details});
				}
			}
		},
	});

	if (state.raw) {
		const body = rawLines(outputs, state.raw.left, text);
		const top = Math.min(state.raw.top, Math.max(0, body.length - rawHeight));
		const place = body.length > rawHeight ? `${Math.min(top + rawHeight, body.length)}/${body.length}` : '';
		const title = rule(opened?.namespace ? (opened.namespace.name ?? '') : text.network.thisHost, width, place);
		return <Lines lines={exactly([title, ...windowOf(body, top, rawHeight)], height)} width={width} height={height} />;
	}

	return <Lines lines={networkLines(spaces, frame, state, context, height)} width={width} height={height} />;
}

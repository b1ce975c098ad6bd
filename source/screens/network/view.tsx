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
import {mapOf, type NetworkMap} from '../../model/map.js';
import {useSource} from '../../store/use-source.js';
import type {NetworkState as NetworkFacts} from '../../store/network/network.js';
import type {ScreenProps} from '../services.js';
import {detailBlocks, lengthOf} from './details.js';
import {mapBindings, networkBindings, rawBindings} from './keys.js';
import {mapFrame, mapLines, namesOnMap, selectedOnMap} from './map/rows.js';
import {frameOf, messageLines, networkLines, rawLines, titleOf} from './rows.js';
import {filtered, filteredMap, podNames, spacesOf} from './spaces.js';
import {canGoBack, initialNetwork, reduceNetwork} from './state.js';
import {useRaw, wayInto} from './use-raw.js';

/** Screen 4: the host's network and that of every namespace on it. */
export function NetworkView(props: ScreenProps) {
	const {services, width, height} = props;
	const {value, unknown} = useSource(services.sources.network);
	const {text} = services;
	if (value) return <Network {...props} facts={value} />;
	const lines = unknown ? unknownLines(text, unknown) : [line(dim(text.common.reading))];
	return <Lines lines={lines} width={width} height={height} />;
}

const noMap: NetworkMap = {uplinks: [], branches: [], loose: []};

function Network({services, width, height, facts}: ScreenProps & {readonly facts: NetworkFacts}) {
	const {text, sources} = services;
	const {topology, rates} = facts;
	const {unknown} = useSource(sources.network);
	const [state, dispatch] = useScreenState('network', reduceNetwork, initialNetwork);
	const {filter} = state;
	const all = useMemo(() => spacesOf(topology), [topology]);
	const spaces = useMemo(() => filtered(all, filter), [all, filter]);
	const keys = useMemo(() => spaces.map(({key}) => key), [spaces]);
	const pods = useMemo(() => podNames(topology), [topology]);
	const context = useMemo(() => ({text, width, rates, pods}), [text, width, rates, pods]);
	const messages = messageLines(topology, unknown, text);

	const frame = frameOf(spaces, all.length, state, messages, height);
	const list = settle(state.list, keys, frame.rows);
	const listed = spaces[list.index];
	const isMap = state.view === 'map';
	const whole = useMemo(() => (isMap ? mapOf(topology) : noMap), [isMap, topology]);
	const map = useMemo(() => filteredMap(whole, filter), [whole, filter]);
	const mapped = mapFrame(whole, map, topology, filter, messages, context, height);
	const {picture} = mapped;
	const onMap = selectedOnMap(picture, state, all, topology, context);
	const selected = isMap ? onMap.space : listed;

	const opened = state.raw ? all.find(({key}) => key === state.raw?.key) : undefined;
	const outputs = useRaw(services, opened);

	const names = isMap
		? namesOnMap(picture, state)
		: spaces.slice(list.offset, list.offset + frame.rows).flatMap(({namespace}) => namespace?.name ?? []);
	const seen = names.join('/');
	useEffect(() => {
		sources.network.look(seen === '' ? [] : seen.split('/'));
	}, [sources.network, seen]);

	const rawHeight = Math.max(1, height - 1);
	useFilter(filter, dispatch);
	useLayer({
		level: level.screen,
		bindings: state.raw ? rawBindings : isMap ? mapBindings : networkBindings,
		onAction(action) {
			switch (action) {
				case 'network.raw': {
					if (!selected) return;
					if (wayInto(selected)) dispatch({type: 'raw', key: selected.key});
					else services.notify(text.network.noRaw);
					return;
				}

				case 'network.map': {
					return dispatch({type: 'map', space: listed?.key ?? null});
				}

				case 'network.list': {
					return dispatch({type: 'list', space: selected?.key ?? null});
				}

				case 'network.pane': {
					return dispatch({type: 'pane'});
				}

				case 'network.filter': {
					return dispatch({type: 'filter-open'});
				}

				case 'network.back': {
					return canGoBack(state) ? dispatch({type: 'back'}) : false;
				}

				default: {
					if (state.raw) {
						if (action === 'network.left' || action === 'network.right') {
							return dispatch({type: 'shift', by: action === 'network.left' ? -20 : 20});
						}

						const {length} = rawLines(outputs, 0, text);
						return dispatch({type: 'scroll', action, length, height: rawHeight});
					}

					if (state.focus === 'details') {
						const blocks = isMap ? onMap.blocks : listed ? detailBlocks(listed, context) : [];
						const {details} = isMap ? mapped : frame;
						return dispatch({type: 'scroll', action, length: lengthOf(blocks), height: details});
					}

					if (isMap) return dispatch({type: 'map-move', action, picture});
					return dispatch({type: 'move', action, keys, height: frame.rows});
				}
			}
		},
	});

	if (state.raw) {
		const body = rawLines(outputs, state.raw.left, text);
		const top = Math.min(state.raw.top, Math.max(0, body.length - rawHeight));
		const place = body.length > rawHeight ? `${Math.min(top + rawHeight, body.length)}/${body.length}` : '';
		const title = rule(opened ? titleOf(opened, text) : '', width, place);
		return <Lines lines={exactly([title, ...windowOf(body, top, rawHeight)], height)} width={width} height={height} />;
	}

	const lines = isMap
		? mapLines(mapped, onMap, state, context, height)
		: networkLines(spaces, frame, state, context, height);
	return <Lines lines={lines} width={width} height={height} />;
}

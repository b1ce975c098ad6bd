import {useEffect, useMemo} from 'react';
import {unknownLines} from '../../components/empty.js';
import {useFilter} from '../../components/filter.js';
import {dim, line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {settle} from '../../components/list.js';
import {noRows} from '../../components/rows.js';
import {sortedBy, sortersOf} from '../../components/sort.js';
import {paneLines, type Shown} from '../../components/text-pane.js';
import {useColumns} from '../../components/use-columns.js';
import {useLayer} from '../../components/use-layer.js';
import {usePane} from '../../components/use-pane.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {isListAction} from '../../keys/binding.js';
import {level} from '../../keys/layers.js';
import {mapOf, type NetworkMap} from '../../model/map.js';
import {hostKey} from '../../model/network-keys.js';
import {unseenOf} from '../../report/node-ways.js';
import {useSource} from '../../store/use-source.js';
import type {NetworkState as NetworkFacts} from '../../store/network/network.js';
import type {ScreenProps} from '../services.js';
import {rawCopies} from '../raw/copies.js';
import {rawRows, readAt} from '../raw/outputs.js';
import {useRaw} from '../raw/use-raw.js';
import {detailRows, rowOfProcess} from './details.js';
import {detailBindings, mapBindings, networkBindings, rawBindings} from './keys.js';
import {mapFrame, mapLines, namesOnMap, selectedOnMap, watchedOnMap} from './map/rows.js';
import {ownOutputs, rawCommandsOf, wayInto} from './raw.js';
import {frameOf, listColumns, messageLines, networkLines, titleOf} from './rows.js';
import {filtered, filteredMap, podNames, spacesOf, subjectOf, watchedOf} from './spaces.js';
import {canGoBack, initialNetwork, paneOf, reduceNetwork} from './state.js';

/** Screen 4: the host's network and that of every namespace on it. */
export function NetworkView(props: ScreenProps) {
	const {services, width, height} = props;
	const {value, unknown} = useSource(services.sources.network);
	const {text} = services;
	if (value) return <Network {...props} facts={value} />;
	const lines = unknown ? unknownLines(text, unknown) : [line(dim(text.common.reading))];
	return <Lines lines={lines} width={width} height={height} />;
}

/** Where all columns are shown. */
const sortWidth = 200;

const noMap: NetworkMap = {uplinks: [], branches: [], loose: []};

function Network({services, width, height, facts}: ScreenProps & {readonly facts: NetworkFacts}) {
	const {text, sources} = services;
	const {topology, rates} = facts;
	const {unknown} = useSource(sources.network);
	const [state, dispatch] = useScreenState('network', reduceNetwork, initialNetwork);
	const {filter} = state;
	const all = useMemo(() => spacesOf(topology), [topology]);
	const sorters = useMemo(() => sortersOf(listColumns(text, sortWidth)), [text]);
	const columns = useColumns('network', sorters, text);
	const {look} = columns;
	const spaces = useMemo(
		() => sortedBy(filtered(all, filter), listColumns(text, sortWidth), look.sort, ({key}) => key === hostKey),
		[all, filter, text, look.sort],
	);
	const keys = useMemo(() => spaces.map(({key}) => key), [spaces]);
	const pods = useMemo(() => podNames(topology), [topology]);
	const {nodes} = topology;
	const context = useMemo(
		() => ({text, width, rates, pods, look, ...(nodes && {nodes})}),
		[text, width, rates, pods, look, nodes],
	);
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
	const way = opened ? wayInto(opened) : null;
	const [isOpen, inside] = [way !== null, way?.inside];
	const commands = useMemo(() => (isOpen ? rawCommandsOf(inside, text) : undefined), [isOpen, inside, text]);
	const outputs = useRaw(services, commands);
	const rawContent = useMemo(
		() => rawRows([...outputs, ...ownOutputs(opened, text)], width),
		[outputs, opened, text, width],
	);

	const names = isMap
		? namesOnMap(picture, state)
		: spaces.slice(list.offset, list.offset + frame.rows).flatMap(({namespace}) => namespace?.name ?? []);
	const seen = names.join('/');
	useEffect(() => {
		sources.network.look(seen === '' ? [] : seen.split('/'));
	}, [sources.network, seen]);

	const details = isMap ? mapped.details : frame.details;
	const detailContent = isMap ? onMap.content : listed ? detailRows(listed, context) : noRows;
	const raw: Shown = {content: rawContent, width, height};
	const hasPane = state.raw !== null || state.focus === 'details';
	const pane: Shown = state.raw ? raw : {content: detailContent, width, height: details + 1};
	const {wanted} = state;
	useEffect(() => {
		if (wanted === null || !hasPane) return;
		const row = rowOfProcess(detailContent, wanted.slice(wanted.lastIndexOf(' ') + 1));
		if (row !== undefined) dispatch({type: 'found', row});
	}, [wanted, hasPane, detailContent, dispatch]);
	usePane(paneOf(state), hasPane ? pane : undefined, dispatch);
	useFilter(filter, dispatch);
	useLayer({
		level: level.screen,
		bindings: state.raw
			? rawBindings
			: state.focus === 'details'
				? detailBindings
				: isMap
					? mapBindings
					: networkBindings,
		onAction(action) {
			switch (action) {
				case 'network.open':
				case 'network.raw': {
					if (state.raw) return dispatch({type: 'back'});
					if (!selected) return;
					const {node} = selected;
					if (node) services.notify(unseenOf(node, text.network));
					else if (wayInto(selected)) dispatch({type: 'raw', key: selected.key});
					else services.notify(text.network.noRaw);
					return;
				}

				case 'network.copy': {
					if (state.raw) return services.offer(() => rawCopies(outputs, text));
					if (!selected) return services.notify(text.app.nothingToCopy);
					return services.offer(async () => {
						const {spaceCopies} = await import('./copies.js');
						return spaceCopies(selected, text);
					});
				}

				case 'network.reach': {
					return services.reach(subjectOf(selected));
				}

				case 'network.trace': {
					return services.packets(isMap ? watchedOnMap(picture, state) : watchedOf(listed));
				}

				case 'network.across': {
					const link = isMap ? watchedOnMap(picture, state).link : undefined;
					if (link !== undefined) return services.across({kind: 'link', space: hostKey, name: link});
					if (selected?.node) return services.notify(unseenOf(selected.node, text.network));
					if (selected) return services.across({kind: 'netns', space: selected.key});
					return services.notify(text.act.acrossBack);
				}

				case 'network.server': {
					const node = selected?.node;
					const at = node && {node: node.name, server: node.address ?? node.name};
					return void import('../other-server.js').then(async ({openOtherServer}) => openOtherServer(services, at));
				}

				case 'network.map': {
					return dispatch({type: 'map', space: listed?.key ?? null});
				}

				case 'network.list': {
					return dispatch({type: 'list', space: selected?.key ?? null});
				}

				case 'network.pane': {
					return dispatch({type: 'focus'});
				}

				case 'network.filter': {
					return dispatch({type: 'filter-open'});
				}

				case 'network.back': {
					return canGoBack(state) ? dispatch({type: 'back'}) : false;
				}

				case 'columns.sort':
				case 'columns.left':
				case 'columns.right':
				case 'columns.wide': {
					return columns.act(action);
				}

				case 'network.left':
				case 'network.right': {
					return dispatch({type: 'map-move', action, picture});
				}

				default: {
					if (hasPane) return dispatch({type: 'pane', action, ...pane});
					if (!isListAction(action)) return false;
					if (isMap) return dispatch({type: 'map-move', action, picture});
					return dispatch({type: 'move', action, keys, height: frame.rows});
				}
			}
		},
	});

	if (state.raw) {
		const title = opened ? titleOf(opened, text) : '';
		const lines = paneLines(state.raw.pane, raw, {title, right: readAt(outputs, text), none: text.common.noMatch});
		return <Lines lines={lines} width={width} height={height} />;
	}

	const lines = isMap
		? mapLines(mapped, onMap, state, context, height)
		: columns.cover(networkLines(spaces, frame, state, context, height), width);
	return <Lines lines={lines} width={width} height={height} />;
}

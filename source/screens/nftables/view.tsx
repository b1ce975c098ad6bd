import {useEffect, useMemo, useRef} from 'react';
import {exactly} from '../../components/blocks.js';
import {unknownLines} from '../../components/empty.js';
import {useFilter} from '../../components/filter.js';
import {blank, dim, line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {settle} from '../../components/list.js';
import {emptyPane, paneLines, type Shown} from '../../components/text-pane.js';
import {useColumns} from '../../components/use-columns.js';
import {useLayer} from '../../components/use-layer.js';
import {usePane} from '../../components/use-pane.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {isListAction} from '../../keys/binding.js';
import {level} from '../../keys/layers.js';
import {servicePorts} from '../../model/service-ports.js';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import {useSource} from '../../store/use-source.js';
import type {ScreenProps} from '../services.js';
import {sortedRows, sortersFor} from './columns.js';
import {follow} from './follow.js';
import {rawCopies} from '../raw/copies.js';
import {rawRows, readAt} from '../raw/outputs.js';
import {useRaw} from '../raw/use-raw.js';
import {nftablesBindings, rawBindings, topBindings} from './keys.js';
import {rowsOf, viewOf} from './list-rows.js';
import {type Rows, type View} from './row.js';
import {ownOutputs, rawCommandsOf} from './raw.js';
import {frameOf, nftablesLines} from './rows.js';
import {searchIndex} from './search-index.js';
import {createSearch} from './search.js';
import {canGoBack, hereOf, initialNftables, reduceNftables, type Place} from './state.js';
import {layersOf, subjectOf} from './subject.js';
import {useDerived} from './use-derived.js';
import {useHandles} from './use-handles.js';
import {useHomes} from './use-homes.js';
import {placeOfHop, useWhatIf} from './what-if/use-answer.js';
import {WhatIf} from './what-if/view.js';

/** Screen 5: the packet filter, table by table, chain by chain, rule by rule. */
export function NftablesView(props: ScreenProps) {
	const {services, width, height} = props;
	const {value, unknown} = useSource(services.sources.packetFilter);
	if (value) return <Explorer {...props} filter={value} unknown={unknown} />;
	const said = unknown ? unknownLines(services.text, unknown) : [line(dim(services.text.common.reading))];
	return <Lines lines={exactly([blank, ...said], height)} width={width} height={height} />;
}

const portsOf = ({ruleset, labels}: PacketFilter) => servicePorts(ruleset, labels);

type Unknown = {readonly reason: string; readonly detail: string};

function Explorer({
	services,
	width,
	height,
	filter,
	unknown,
}: ScreenProps & {readonly filter: PacketFilter; readonly unknown: Unknown | undefined}) {
	const {text} = services;
	const [state, dispatch] = useScreenState('nftables', reduceNftables, initialNftables);
	const here = hereOf(state);
	const {toggled, hideZero, hotFirst, raw} = state;
	const wantsPorts = state.trail.some(({place}) => place.kind === 'services' || place.kind === 'service');
	const ports = useDerived(filter, wantsPorts, portsOf);
	const index = useDerived(
		filter,
		here.place.kind === 'chains' && (here.filter.open || here.filter.text !== ''),
		searchIndex,
	);
	const words = here.filter.text;
	const last = useRef<LastSearch>(undefined);
	const view = useMemo(() => viewOf(filter, ports, last.current?.view), [filter, ports]);
	const listed = useMemo(() => {
		const question = {view, place: here.place, hideZero};
		const within = narrows(last.current, question, words) ? last.current?.rows : undefined;
		return rowsOf(view, here.place, {toggled, hideZero, hotFirst}, createSearch(words), within, index);
	}, [index, view, here.place, words, toggled, hideZero, hotFirst]);
	useEffect(() => {
		last.current = {view, place: here.place, hideZero, words, rows: listed};
	});
	const kind = listed.found?.kind;
	const sorters = useMemo(() => sortersFor(kind, view, text), [kind, view, text]);
	const columns = useColumns(`nftables.${kind ?? ''}`, sorters, text);
	const {look} = columns;
	const rows = useMemo(() => sortedRows(listed, view, look.sort, text), [listed, view, look.sort, text]);
	const handles = useHandles(services, rows.found, view.ruleKeys);
	const homes = useHomes(services, here.place.kind === 'service');
	const size = {width, height};
	const frame = frameOf(rows, state, view, unknown, size, text, look);
	const chains = filter.ruleset.tables.reduce((sum, table) => sum + table.chains.length, 0);
	const anyway = raw?.anyway;
	const commands = useMemo(() => rawCommandsOf(anyway, chains, text), [anyway, chains, text]);
	const outputs = useRaw(services, commands);
	const content = useMemo(
		() => rawRows([...ownOutputs(anyway ?? false, chains, text), ...outputs], width),
		[anyway, chains, text, outputs, width],
	);
	const rawShown: Shown = {content, width, height};
	usePane(raw?.pane ?? emptyPane, raw ? rawShown : undefined, dispatch);
	const shown = {keys: rows.keys, height: frame.list};

	/** Opens a list over the whole host; the same key again goes back from it. */
	const goTo = (kind: 'services' | 'drops' | 'hot'): void => {
		dispatch(here.place.kind === kind ? {type: 'back'} : {type: 'open', place: {kind}, ...shown});
	};

	const whatIf = useWhatIf(filter);
	useFilter(here.filter, dispatch);
	useLayer(
		{
			level: level.screen,
			bindings: raw ? rawBindings : canGoBack(state) ? nftablesBindings : topBindings,
			onAction(action) {
				switch (action) {
					case 'nftables.back': {
						return canGoBack(state) ? dispatch({type: 'back'}) : false;
					}

					case 'nftables.raw':
					case 'nftables.raw-anyway': {
						return dispatch({type: 'raw', anyway: action === 'nftables.raw-anyway'});
					}

					case 'nftables.open': {
						const selected = rows.rows[settle(here.list, rows.keys, frame.list).index];
						const event = follow(selected, view, shown);
						return event ? dispatch(event) : undefined;
					}

					case 'nftables.copy': {
						if (raw) return services.offer(() => rawCopies(outputs, text));
						const selected = rows.rows[settle(here.list, rows.keys, frame.list).index];
						if (!selected) return services.notify(text.app.nothingToCopy);
						return services.offer(async () => {
							const {rowCopies} = await import('./copies.js');
							return rowCopies(selected, filter.labels, text);
						});
					}

					case 'what-if.open': {
						return whatIf.open(rows.rows[settle(here.list, rows.keys, frame.list).index]);
					}

					case 'nftables.reach': {
						const selected = rows.rows[settle(here.list, rows.keys, frame.list).index];
						return services.reach(subjectOf(selected, here.place, filter.labels));
					}

					case 'nftables.across': {
						const selected = rows.rows[settle(here.list, rows.keys, frame.list).index];
						const of = layersOf(selected, here.place, filter.labels);
						return of ? services.across(of) : services.notify(text.act.acrossBack);
					}

					case 'nftables.filter': {
						return dispatch({type: 'filter-open'});
					}

					case 'nftables.services': {
						return goTo('services');
					}

					case 'nftables.drops': {
						return goTo('drops');
					}

					case 'nftables.hot': {
						return here.place.kind === 'chain' ? dispatch({type: 'hot-first'}) : goTo('hot');
					}

					case 'columns.sort':
					case 'columns.left':
					case 'columns.right':
					case 'columns.wide': {
						return columns.act(action);
					}

					case 'nftables.zero': {
						return dispatch({type: 'zero'});
					}

					case 'nftables.next-table':
					case 'nftables.previous-table': {
						const key = nextTable(rows, settle(here.list, rows.keys, frame.list).index, action);
						return key === undefined ? undefined : dispatch({type: 'select', key, ...shown});
					}

					default: {
						if (raw) return dispatch({type: 'pane', action, ...rawShown});
						return isListAction(action) ? dispatch({type: 'move', action, ...shown}) : false;
					}
				}
			},
		},
		!whatIf.state.open,
	);

	if (whatIf.state.open) {
		const onFollow = (hop: Parameters<typeof placeOfHop>[0]): void => {
			const event = placeOfHop(hop, view, shown);
			if (!event) return;
			whatIf.dispatch({type: 'close'});
			dispatch(event);
		};

		return <WhatIf {...{services, width, height, filter, onFollow}} state={whatIf.state} dispatch={whatIf.dispatch} />;
	}

	const lines = raw
		? paneLines(raw.pane, rawShown, {
				title: text.common.raw.title,
				right: readAt(outputs, text),
				none: text.common.noMatch,
			})
		: columns.cover(nftablesLines(rows, frame, state, {...view, handles, homes}, size, text, look), width);
	return <Lines lines={lines} width={width} height={height} />;
}

type Question = {readonly view: View; readonly place: Place; readonly hideZero: boolean};

type LastSearch = (Question & {readonly words: string; readonly rows: Rows}) | undefined;

/** Whether these words go on from the last ones, on the same rules: then only what matched those can match. */
const narrows = (last: LastSearch, {view, place, hideZero}: Question, words: string): boolean =>
	last !== undefined &&
	last.view === view &&
	last.place === place &&
	last.hideZero === hideZero &&
	last.words.trim() !== '' &&
	words.startsWith(last.words) &&
	!last.rows.more;

/** The next or previous table's row, round at the ends. */
function nextTable(
	{rows, keys}: ReturnType<typeof rowsOf>,
	from: number,
	action: 'nftables.next-table' | 'nftables.previous-table',
): string | undefined {
	const tables = rows.flatMap((row, index) => (row.kind === 'table' ? [index] : []));
	const index =
		action === 'nftables.next-table'
			? (tables.find(each => each > from) ?? tables[0])
			: (tables.findLast(each => each < from) ?? tables.at(-1));
	return index === undefined ? undefined : keys[index];
}

import {useCallback, useEffect, useMemo} from 'react';
import {fullName} from '../../../command/kubectl-table.js';
import {exactly, rule} from '../../../components/blocks.js';
import {filterLine, useFilter} from '../../../components/filter.js';
import type {Line} from '../../../components/line.js';
import {Lines} from '../../../components/lines.js';
import {settle} from '../../../components/list.js';
import {useColumns} from '../../../components/use-columns.js';
import {useKeyLabel} from '../../../components/use-key-label.js';
import {useLayer} from '../../../components/use-layer.js';
import {displayWidth} from '../../../components/width.js';
import type {ServerTable, TableQuery} from '../../../facts/browse.js';
import {isListAction} from '../../../keys/binding.js';
import {level} from '../../../keys/layers.js';
import type {Show} from '../object/state.js';
import {watchPackets} from '../object/watch-packets.js';
import {kindNamed, usualKinds} from '../../../model/api-kinds.js';
import type {ClusterFacts} from '../../../model/cluster.js';
import {rowKey} from '../../../model/server-rows.js';
import {idleSource} from '../../../store/source.js';
import {useSource} from '../../../store/use-source.js';
import type {ScreenProps} from '../../services.js';
import {useNow} from '../use-now.js';
import {bodyLines} from './body.js';
import {containersTable} from './containers.js';
import {containersOf, downFrom, namedBy, shownPlace} from './drill.js';
import {browseBindings} from './keys.js';
import {inOrder, tableSorters} from './order.js';
import {mostLeft, nameOf, rowsShown, wayTo} from './rows.js';
import {askedBy, type BrowseEvent, type BrowseState, type Level, type Place} from './state.js';
import {subjectOf} from './subject.js';
import {useKinds} from './use-kinds.js';
import {useTable} from './use-table.js';
import {forbidden} from '../../forbidden.js';

/** Objects of any kind of the API in the columns of `kubectl get -o wide`, in the place of the screen's own lists. */
export function BrowseView({
	services,
	width,
	height,
	state,
	dispatch,
	here,
}: ScreenProps & {
	readonly state: BrowseState;
	readonly dispatch: (event: BrowseEvent) => void;
	readonly here: Level;
}) {
	const {text, pacer, sources} = services;
	const words = text.browse;
	const {place, filter} = here;
	const asked = useMemo(() => askedBy(filter.text), [filter.text]);
	// A selector is asked of the API once it is typed to its end.
	const selector = filter.open ? '' : asked.selector;
	const {kinds, why} = useKinds(sources.browse);
	// An object's details are those of its row in the list above.
	const listed = place.type === 'object' ? state.trail.at(-2)?.place : place;
	const query = useMemo(() => queryOf(listed, selector), [listed, selector]);
	const {snapshot, source, drawn} = useTable(sources.browse, query);
	const ofPod = listed?.type === 'containers';
	const {value: facts} = useSource<ClusterFacts>(ofPod ? sources.core : idleSource);
	useEffect(() => {
		sources.status.show(ofPod ? sources.core : (source ?? idleSource));
	}, [sources, ofPod, source]);
	const pods = useMemo(
		() => (listed?.type === 'containers' && facts ? containersTable(facts.pods, listed, text) : undefined),
		[facts, listed, text],
	);
	const {value: table = pods, unknown} = snapshot;
	const inNone = place.type === 'kind' && place.kind.namespaced && place.namespace !== null;
	const ofNamespaces = useTable(sources.browse, inNone && table?.rows.length === 0 ? allNamespaces : undefined);
	const namespaces = ofNamespaces.snapshot.value?.rows.map(each => each.name);

	const name = place.type === 'named' ? place.name : undefined;
	useEffect(() => {
		const found = name === undefined ? undefined : kindNamed(name, kinds ?? usualKinds);
		if (found) dispatch({type: 'replace', place: {...everything, kind: found}});
	}, [name, kinds, dispatch]);

	const owner = listed?.type === 'kind' ? (listed.owner?.uid ?? null) : null;
	const everywhere = listed?.type === 'kind' && listed.kind.namespaced && listed.namespace === null;
	const columns = useColumns(
		`browse.${listed?.type === 'kind' ? fullName(listed.kind) : 'containers'}`,
		place.type === 'object' ? [] : tableSorters(table, everywhere),
		text,
	);
	const {sort} = columns.look;
	const key = useKeyLabel(browseBindings);
	const rowsOf = useCallback(
		(of: ServerTable) => inOrder(of, rowsShown(of, filter.text, owner), sort, everywhere),
		[filter.text, owner, sort, everywhere],
	);
	const rows = useMemo(() => (table ? rowsOf(table) : []), [table, rowsOf]);
	const youngest = useMemo(
		// The API writes all of them alike (RFC 3339, in UTC): the latest is the last one by its letters.
		() =>
			Date.parse(rows.reduce((latest, {createdAt}) => (createdAt && createdAt > latest ? createdAt : latest), '')) || 0,
		[rows],
	);
	const now = useNow(pacer, table, youngest);
	const keys = useMemo(() => rows.map(rowKey), [rows]);
	const foot = filterLine(filter, rows.length, table?.rows.length ?? 0);
	const room = Math.max(1, height - 2 - (foot ? 1 : 0) - (unknown && table ? 1 : 0));
	const list = settle(here.list, keys, room);
	const selected = rows[list.index];
	/** The row that is meant: the selected one, or that of the details. */
	const own = place.type === 'object' ? table?.rows.find(row => rowKey(row) === place.key) : selected;
	const live = source?.live ?? false;
	const opening = source?.opening ?? true;
	useEffect(() => {
		drawn((next, liveNow) => {
			if (
				liveNow !== live ||
				(source?.opening ?? true) !== opening ||
				next.unknown !== snapshot.unknown ||
				next.reading !== snapshot.reading
			)
				return false;
			if (!table || !next.value || place.type !== 'kind' || next.value.columns !== table.columns) return false;
			if (filter.text !== '' && next.value.rows.length !== table.rows.length) return false;
			const there = rowsOf(next.value);
			if (there.length !== rows.length) return false;
			for (let at = list.offset; at < list.offset + room; at++) if (there[at] !== rows[at]) return false;
			return true;
		});
	});
	const open = (to: Place): void => dispatch({type: 'open', place: to, keys, height: room});
	const show = (what: Show): void => {
		const to = own && shownPlace(what, listed, own);
		if (typeof to === 'object') open(to);
		else if (to !== undefined) services.notify(text.status.object[to]);
	};

	/** What takes the terminal: a shell in the row's container, k9s on the row's object. */
	const openIn = async (what: 'shell' | 'k9s'): Promise<void> => {
		const {openK9s, openShell} = await import('../object/shell.js');
		const {object, kind, container} = (own && namedBy(listed, own)) ?? {};
		const known = facts ?? sources.lastFacts();
		if (what === 'k9s') return openK9s(services, kind, object, known);
		if (!object) return services.notify(text.act.exec.ofPods);
		if ((await openShell(services, object, known, container)) === 'choose') open(containersOf(object));
	};

	useFilter(filter, dispatch);
	useLayer({
		level: level.screen,
		bindings: browseBindings,
		onAction(action) {
			switch (action) {
				case 'browse.open': {
					if (!selected) return undefined;
					if (place.type === 'containers') return show('logs');
					if (place.type !== 'kind') return undefined;
					return open(downFrom(place.kind, selected, kinds ?? usualKinds));
				}

				case 'status.why':
				case 'status.logs':
				case 'status.describe':
				case 'status.yaml':
				case 'status.events': {
					return show(action.slice('status.'.length) as Show);
				}

				case 'status.server': {
					const object = own && namedBy(listed, own)?.object;
					return void Promise.all([import('../on-line.js'), import('../../other-server.js')]).then(
						async ([{serverOfObject}, {openOtherServer}]) =>
							openOtherServer(services, serverOfObject(object, facts ?? sources.lastFacts())),
					);
				}

				case 'status.exec': {
					return void openIn('shell');
				}

				case 'status.actions':
				case 'status.remove': {
					if (services.readOnly) return services.notify(forbidden(services));
					const named = own && namedBy(listed, own);
					if (!named || named.container !== undefined) return services.notify(text.act.ofObjects);
					const {kind, object} = named;
					const wanted = action === 'status.remove' ? ({change: 'delete'} as const) : {};
					return open({type: 'act', kind, object, uid: own.uid, ...wanted});
				}

				case 'status.across': {
					return void import('../object/across.js').then(({goAcross, layersOf}) => {
						const named = own && namedBy(listed, own);
						const pod = listed?.type === 'containers' ? {namespace: listed.namespace, name: listed.name} : undefined;
						const container = own && pod ? ({kind: 'container', id: own.uid, name: own.name, pod} as const) : undefined;
						goAcross(services, container ?? layersOf(named?.object, own?.labels));
					});
				}

				case 'status.k9s': {
					return void openIn('k9s');
				}

				case 'browse.back': {
					return dispatch({type: 'back'});
				}

				case 'browse.filter': {
					return dispatch({type: 'filter-open'});
				}

				case 'browse.next': {
					if (place.type !== 'kind' || !place.kind.namespaced) return undefined;
					const namespace = place.namespace === null ? (selected?.namespace ?? null) : null;
					return dispatch({type: 'replace', place: {...place, namespace}});
				}

				case 'browse.everywhere': {
					if (place.type !== 'kind' || !place.kind.namespaced || place.owner) return undefined;
					return place.namespace === null ? undefined : dispatch({type: 'replace', place: {...place, namespace: null}});
				}

				case 'columns.sort': {
					return columns.act(action);
				}

				case 'browse.left':
				case 'browse.right': {
					const by = action === 'browse.left' ? -1 : 1;
					return table ? dispatch({type: 'columns', by, most: mostLeft(table)}) : undefined;
				}

				case 'status.reach': {
					return services.reach(subjectOf(place, listed, own));
				}

				case 'status.trace': {
					return watchPackets(services, subjectOf(place, listed, own).from);
				}

				case 'browse.refresh': {
					void source?.refresh();
					return undefined;
				}

				case 'browse.copy': {
					if (!own || !listed) return services.notify(text.app.nothingToCopy);
					return services.offer(async () => {
						const {rowCopies} = await import('./copies.js');
						return rowCopies(listed, own, text);
					});
				}

				default: {
					return isListAction(action) ? dispatch({type: 'move', action, keys, height: room}) : false;
				}
			}
		},
	});

	const title = titleLine();
	const body = bodyLines({
		...{text, here, listed, snapshot, table, rows, namespaces, list, sort, foot, room, width, now},
		kinds: {asked: kinds !== undefined, why},
		key,
	});
	const lines = columns.cover(exactly([title, ...body], height), width);
	return <Lines lines={lines} width={width} height={height} />;

	function titleLine(): Line {
		const state_ = live ? words.live : table && source && !opening ? words.listed : '';
		const chosen = selector === '' ? '' : `  -l ${selector}`;
		const count = table && place.type !== 'object' ? `${rows.length}  ${state_}` : '';
		const steps = state.trail.map(step => nameOf(step.place, words.all));
		return rule(`${wayTo(steps, width - displayWidth(`${count}${chosen}`) - 9)}${chosen}`, width, count.trim());
	}
}

const allNamespaces: TableQuery | undefined = usualKinds
	.filter(({plural}) => plural === 'namespaces')
	.map(kind => ({kind, namespace: null, selector: '', fields: ''}))[0];

const everything = {type: 'kind', namespace: null, selector: '', fields: '', owner: null} as const;

function queryOf(place: Place | undefined, typed: string): TableQuery | undefined {
	if (place?.type !== 'kind') return undefined;
	const {kind, namespace, selector, fields} = place;
	return {kind, namespace, fields, selector: [selector, typed].filter(Boolean).join(',')};
}

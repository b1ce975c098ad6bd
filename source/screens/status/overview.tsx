import {Box} from 'ink';
import {useMemo} from 'react';
import {matcher, useFilter} from '../../components/filter.js';
import {blank, dim, line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {settle} from '../../components/list.js';
import {rowsOf} from '../../components/rows.js';
import {paneLines, type Shown} from '../../components/text-pane.js';
import {useColumns} from '../../components/use-columns.js';
import {useLayer} from '../../components/use-layer.js';
import {usePane} from '../../components/use-pane.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {isListAction} from '../../keys/binding.js';
import {level} from '../../keys/layers.js';
import type {ClusterFacts} from '../../model/cluster.js';
import {assess} from '../../model/verdict.js';
import {momentOf} from '../../store/cluster.js';
import {useSource} from '../../store/use-source.js';
import type {ScreenProps} from '../services.js';
import {rawCopies} from '../raw/copies.js';
import {rawRows, readAt} from '../raw/outputs.js';
import {useRaw} from '../raw/use-raw.js';
import {listBody} from './aside.js';
import type {BrowseEvent} from './browse/state.js';
import {detailBindings, rawBindings, statusBindings} from './keys.js';
import {rawCommandsOf} from './raw.js';
import {useJobs} from '../use-jobs.js';
import {jobLine} from './job-line.js';
import {promptLine} from './report-prompt.js';
import {detailLines, isStale, listHeight} from './rows.js';
import {sections} from './sections.js';
import {initialStatus, reduceStatus} from './state.js';
import type {Show} from './object/state.js';
import {subjectOf, targetOf} from './object/target-of.js';
import {watchPackets} from './object/watch-packets.js';
import {factLines} from './k0s-facts.js';
import {absentLines, headLines, verdictLine} from './summary.js';
import {usageLines} from './usage.js';
import {useAhead} from './use-ahead.js';
import {useNow} from './use-now.js';
import {useReport} from './use-report.js';
import {useUsage} from './use-usage.js';
import {ObjectBody} from './object-body.js';
import {rowActions} from './row-actions.js';
import {youngestOf} from './youngest.js';

type OverviewProps = ScreenProps & {
	/** To a list of objects in the place of Status's own. */
	readonly browse: (event: BrowseEvent) => void;
};

/** How k0s is, and the lists of what runs on it. */
export function Overview(props: OverviewProps) {
	const {services, width, height} = props;
	const {value: facts} = useSource(services.sources.cluster);
	const {reading} = services.text.common;
	const prompt = promptLine(useReport(services), services.text);
	const job = useJobs(services).find(({screen}) => screen === 'install');
	const head = job ? [jobLine(job, services.text), blank] : [];
	const room = height - (prompt ? 1 : 0) - head.length;
	return (
		<Box flexDirection="column" width={width} height={height}>
			{head.length > 0 ? <Lines lines={head} width={width} /> : null}
			{facts === undefined ? (
				<Lines lines={[line(dim(reading))]} width={width} height={room} />
			) : (
				<Cluster {...props} height={room} facts={facts} changing={job?.state === 'running'} />
			)}
			{prompt ? <Lines lines={[prompt]} width={width} height={1} /> : null}
		</Box>
	);
}

function Cluster({
	services,
	width,
	height,
	facts,
	changing,
	browse,
}: OverviewProps & {
	readonly facts: ClusterFacts;
	/** An install or a reset works on it: that nothing is there yet, or any more, is no finding. */
	readonly changing: boolean;
}) {
	const {text, pacer} = services;
	const youngest = useMemo(() => youngestOf(facts), [facts]);
	const now = momentOf(facts, useNow(pacer, facts, youngest));
	const [state, dispatch] = useScreenState('status', reduceStatus, initialStatus);
	const usage = useUsage(services, state.section === 'usage');
	const ahead = useAhead(services, facts, now);
	const nodes = facts.nodes.known ? facts.nodes.value.length : 1;
	const context = useMemo(() => ({text, now, nodes, ...(usage && {usage})}), [text, now, nodes, usage]);
	const assessment = useMemo(() => assess(facts, now), [facts, now]);
	const section = sections.find(({id}) => id === state.section);
	const columns = useColumns(`status.${state.section}`, section?.sorters(context) ?? [], text);
	const view = useMemo(
		() => section?.view(facts, context, matcher(state.filter), columns.look),
		[section, facts, context, state.filter, columns.look],
	);
	const kind = state.pane?.kind;
	const commands = useMemo(() => (kind === 'raw' ? rawCommandsOf(state.section) : undefined), [kind, state.section]);
	const outputs = useRaw(services, commands);
	const absent = assessment.verdict === 'not-installed' || assessment.verdict === 'stopped';

	const open = state.pane !== null;
	const head = open
		? [verdictLine(assessment, facts, context)]
		: headLines(assessment, facts, context, {width, height});
	const told = open ? [] : usage?.value ? usageLines(usage, context, width) : factLines(facts, context, width, ahead);
	const above = head.length + told.length + 1;
	const room = Math.max(3, height - above);

	const key = state.pane?.kind === 'details' ? state.pane.key : undefined;
	const content = useMemo(
		() => (key !== undefined && view ? rowsOf(detailLines(view, key, context, width)) : rawRows(outputs, width)),
		[key, view, context, width, outputs],
	);
	const pane: Shown = {content, width, height: room};
	const {openObject, actOn, openIn, openThere} = rowActions({services, facts, state, detail: key, dispatch, browse});

	usePane(state.text, open && kind !== 'object' ? pane : undefined, dispatch);
	useFilter(state.filter, dispatch);
	useLayer(
		{
			level: level.screen,
			bindings: kind === 'details' ? detailBindings : kind === 'raw' ? rawBindings : statusBindings,
			onAction(action) {
				if (!view) return false;
				const rows = listHeight(room, state.filter.open || state.filter.text !== '', isStale(view));
				switch (action) {
					case 'status.why':
					case 'status.logs':
					case 'status.describe':
					case 'status.yaml':
					case 'status.events': {
						const show = action.slice('status.'.length) as Show;
						return void openObject(show, key ?? settle(state.lists[state.section], view.keys, rows).selected);
					}

					case 'status.reach': {
						const selected = key ?? settle(state.lists[state.section], view.keys, rows).selected;
						return services.reach(subjectOf(state.section, selected));
					}

					case 'status.trace': {
						const selected = key ?? settle(state.lists[state.section], view.keys, rows).selected;
						return watchPackets(services, subjectOf(state.section, selected).from);
					}

					case 'status.actions':
					case 'status.remove': {
						return void actOn(action, key ?? settle(state.lists[state.section], view.keys, rows).selected);
					}

					case 'status.across': {
						const on = key ?? settle(state.lists[state.section], view.keys, rows).selected;
						return void import('./object/across.js').then(({goAcross, layersOf, ofContainer}) => {
							const all = facts.containers.known ? facts.containers.value : facts.containers.last?.value;
							const container = state.section === 'containers' ? all?.find(({id}) => id === on) : undefined;
							const object = on === null ? undefined : targetOf(state.section, on);
							goAcross(services, container ? ofContainer(container) : layersOf(object));
						});
					}

					case 'status.server': {
						return void openThere(key ?? settle(state.lists[state.section], view.keys, rows).selected);
					}

					case 'status.exec':
					case 'status.k9s': {
						return void openIn(action, key ?? settle(state.lists[state.section], view.keys, rows).selected);
					}

					case 'status.next': {
						return dispatch({type: 'section', by: 1});
					}

					case 'status.previous': {
						return dispatch({type: 'section', by: -1});
					}

					case 'status.open': {
						return dispatch({type: 'open', keys: view.keys, height: rows});
					}

					case 'status.filter': {
						return dispatch({type: 'filter-open'});
					}

					case 'status.raw': {
						return dispatch({type: 'raw'});
					}

					case 'status.copy': {
						if (kind === 'raw') return services.offer(() => rawCopies(outputs, text));
						const selected = key ?? settle(state.lists[state.section], view.keys, rows).selected;
						if (selected === null) return services.notify(text.app.nothingToCopy);
						return services.offer(async () => {
							const {statusCopies} = await import('./copies.js');
							return statusCopies(facts, state.section, selected, text);
						});
					}

					case 'columns.sort':
					case 'columns.left':
					case 'columns.right':
					case 'columns.wide': {
						return columns.act(action);
					}

					case 'status.upgrade':
					case 'status.backup':
					case 'status.restore':
					case 'status.service-log':
					case 'status.report': {
						// A layer of its own takes it.
						return false;
					}

					case 'status.back': {
						if (!state.pane && state.filter.text === '') return false;
						return dispatch({type: 'close'});
					}

					default: {
						if (state.pane) return dispatch({type: 'pane', action, ...pane});
						return isListAction(action) ? dispatch({type: 'move', action, keys: view.keys, height: rows}) : false;
					}
				}
			},
		},
		!absent && kind !== 'object',
	);

	if (absent && changing) return <Lines lines={[]} width={width} height={height} />;
	if (absent || !view) {
		return <Lines lines={absentLines(assessment, facts, context, width)} width={width} height={height} />;
	}

	if (state.pane?.kind === 'object') {
		return (
			<ObjectBody
				{...{services, width, facts, state, dispatch}}
				height={height}
				head={[...head, blank]}
				pane={state.pane}
			/>
		);
	}

	const list = state.pane
		? paneLines(state.text, pane, {
				title: kind === 'raw' ? text.common.raw.title : text.status.details.title,
				right: kind === 'raw' ? readAt(outputs, text) : '',
				none: text.common.noMatch,
			})
		: listBody(facts, view, state, context, {width, height: room, isWide: columns.look.wide});
	const body = columns.cover([...head, ...told, blank, ...list], width);
	return <Lines lines={body} width={width} height={height} />;
}

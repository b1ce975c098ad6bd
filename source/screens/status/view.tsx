import {lazy, Suspense, useEffect} from 'react';
import {useUi} from '../../components/context.js';
import {Lines} from '../../components/lines.js';
import {useLayer} from '../../components/use-layer.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {level} from '../../keys/layers.js';
import type {ScreenProps} from '../services.js';
import {browseState, initialBrowse, reduceBrowse} from './browse/state.js';
import {initialK0sLog, k0sLogState, reduceK0sLog} from './k0s-log/state.js';
import {serviceLogBinding, upkeepActions} from './keys.js';
import {Overview} from './overview.js';

const LateBrowse = lazy(async () => {
	const {BrowseView: component} = await import('./browse/view.js');
	return {default: component};
});

const LateAct = lazy(async () => {
	const {ActView: component} = await import('./act/view.js');
	return {default: component};
});

const LateShown = lazy(async () => {
	const {ShownObject: component} = await import('./browse/shown.js');
	return {default: component};
});

const LateK0sLog = lazy(async () => {
	const {K0sLogView: component} = await import('./k0s-log/view.js');
	return {default: component};
});

// Named where there is room for it: where k0s does not run, before all.
const askingLog = [{...serviceLogBinding, footer: 30}];

/** Screen 3: how k0s is, and what runs on it; in its place the objects of a kind that `:` was asked for. */
export function StatusView(props: ScreenProps) {
	const [state, dispatch] = useScreenState(browseState, reduceBrowse, initialBrowse);
	const [log, tellLog] = useScreenState(k0sLogState, reduceK0sLog, initialK0sLog);
	useLayer({level: level.screen, bindings: askingLog, onAction: () => tellLog({type: 'open'})}, !log.open);
	const {states} = useUi();
	useLayer({
		level: level.screen,
		bindings: upkeepActions,
		onAction(action) {
			void import('../upkeep/from-elsewhere.js').then(({showUpkeep}) => showUpkeep(action, states, props.services));
		},
	});
	const here = state.trail.at(-1);
	const {sources} = props.services;
	const isList = here !== undefined && here.place.type !== 'act' && here.place.type !== 'shown';
	useEffect(() => {
		// A list says itself what it shows.
		if (log.open || !isList) sources.status.show(log.open || here ? sources.core : sources.cluster);
	}, [sources, log.open, isList, here]);
	useEffect(() => () => sources.status.show(), [sources]);
	if (log.open) {
		return (
			<Suspense fallback={<Lines lines={[]} width={props.width} height={props.height} />}>
				<LateK0sLog {...props} state={log} dispatch={tellLog} />
			</Suspense>
		);
	}

	if (!here) return <Overview {...props} browse={dispatch} />;
	const {place} = here;
	return (
		<Suspense fallback={<Lines lines={[]} width={props.width} height={props.height} />}>
			{place.type === 'act' ? (
				<LateAct {...props} place={place} onClose={() => dispatch({type: 'back'})} />
			) : place.type === 'shown' ? (
				<LateShown {...props} {...{state, dispatch, place}} />
			) : (
				<LateBrowse {...props} {...{state, dispatch, here}} />
			)}
		</Suspense>
	);
}

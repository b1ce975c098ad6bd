import {Box} from 'ink';
import {lazy, Suspense, useMemo} from 'react';
import {dim, line, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import type {ClusterFacts} from '../../model/cluster.js';
import type {ScreenProps} from '../services.js';
import type {Pane, StatusEvent, StatusState} from './state.js';
import {targetOf} from './object/target-of.js';

const ObjectPane = lazy(async () => {
	const {ObjectPane: component} = await import('./object/view.js');
	return {default: component};
});

/** The verdict's line, and one object below it. */
export function ObjectBody({
	services,
	width,
	height,
	facts,
	state,
	dispatch,
	head,
	pane,
}: ScreenProps & {
	readonly facts: ClusterFacts;
	readonly state: StatusState;
	readonly dispatch: (event: StatusEvent) => void;
	readonly head: readonly Line[];
	readonly pane: Extract<Pane, {kind: 'object'}>;
}) {
	const {section} = state;
	const {key, show} = pane;
	const room = Math.max(3, height - head.length);
	const target = useMemo(() => targetOf(section, key), [section, key]);
	const onTrouble = async (by: 1 | -1): Promise<void> => {
		const {troubledKeys} = await import('./object/target.js');
		const keys = troubledKeys(section, facts);
		const next = keys.at((keys.indexOf(key) + by + keys.length) % Math.max(1, keys.length));
		if (next !== undefined) dispatch({type: 'object', show, key: next});
	};

	return (
		<Box flexDirection="column" width={width} height={height}>
			<Lines lines={head} width={width} height={head.length} />
			{target && (
				<Suspense fallback={<Lines lines={[line(dim(services.text.common.reading))]} width={width} height={room} />}>
					<ObjectPane
						{...{services, width, facts, show, target}}
						height={room}
						onShow={to => dispatch({type: 'object', show: to, key})}
						onTrouble={by => void onTrouble(by)}
						onClose={() => dispatch({type: 'close'})}
					/>
				</Suspense>
			)}
		</Box>
	);
}

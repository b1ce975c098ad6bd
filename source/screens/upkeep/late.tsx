import {lazy, Suspense} from 'react';
import {Lines} from '../../components/lines.js';
import {useLayer} from '../../components/use-layer.js';
import {level} from '../../keys/layers.js';
import type {ScreenProps} from '../services.js';
import {upkeepMenuBindings} from './keys.js';
import type {UpkeepEvent, UpkeepState} from './state.js';

type Props = ScreenProps & {readonly state: UpkeepState; readonly dispatch: (event: UpkeepEvent) => void};

const Loaded = lazy(async () => {
	const {Upkeep: component} = await import('./view.js');
	return {default: component};
});

/** Upgrade, backup and restore, loaded when they are opened first. */
export function LateUpkeep(props: Props) {
	return (
		<Suspense fallback={<Loading {...props} />}>
			<Loaded {...props} />
		</Suspense>
	);
}

/** Who has gone back before it is there is back. */
function Loading({width, height, dispatch}: Props) {
	useLayer({
		level: level.screen,
		bindings: upkeepMenuBindings,
		onAction: action => (action === 'upkeep.close' ? dispatch({type: 'close'}) : undefined),
	});
	return <Lines lines={[]} width={width} height={height} />;
}

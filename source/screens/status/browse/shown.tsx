import {Box} from 'ink';
import {rule} from '../../../components/blocks.js';
import {Lines} from '../../../components/lines.js';
import {useSource} from '../../../store/use-source.js';
import type {ScreenProps} from '../../services.js';
import {ObjectPane} from '../object/view.js';
import {nextInTrouble} from '../object/target.js';
import {nameOf, wayTo} from './rows.js';
import type {BrowseEvent, BrowseState, Place} from './state.js';

/** One object of a list: what `l`, `d`, `y`, `e` and `Y` open there, below the way that led to it. */
export function ShownObject({
	services,
	width,
	height,
	state,
	dispatch,
	place,
}: ScreenProps & {
	readonly state: BrowseState;
	readonly dispatch: (event: BrowseEvent) => void;
	readonly place: Extract<Place, {type: 'shown'}>;
}) {
	const {value: facts} = useSource(services.sources.core);
	const {object, show, container} = place;
	const steps = state.trail.map(step => nameOf(step.place, services.text.browse.all));
	const replace = (next: Place): void => dispatch({type: 'replace', place: next});
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Lines lines={[rule(wayTo(steps, width - 9), width)]} width={width} height={1} />
			<ObjectPane
				{...{services, width, facts, show, container}}
				height={Math.max(1, height - 1)}
				target={object}
				onShow={to => replace({...place, show: to})}
				onTrouble={by => {
					const next = facts && nextInTrouble(object, facts, by);
					if (next) replace({type: 'shown', show, object: next});
				}}
				onClose={() => dispatch({type: 'back'})}
			/>
		</Box>
	);
}

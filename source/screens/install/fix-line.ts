import type {StepView} from '../../engine/walk-view.js';
import type {Text} from '../../text/text.js';

/** The command line that would let a refused plan pass, as it stands in the step's hint; undefined: there is none. */
export function fixLine({hint}: Pick<StepView, 'hint'>, text: Text): string | undefined {
	const [before = '', after = ''] = text.guard.fix('\0').split('\0');
	return hint !== null && hint.startsWith(before) && hint.endsWith(after)
		? hint.slice(before.length, hint.length - after.length)
		: undefined;
}

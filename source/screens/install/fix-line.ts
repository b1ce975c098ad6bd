import type {StepView} from '../../engine/session-view.js';
import {idText, says} from '../../text/ids.js';

/** The command line that would let a refused plan pass, which its hint is made of; undefined: there is none. */
export function fixLine({said: {hint}}: Pick<StepView, 'said'>): string | undefined {
	const [line] = says(hint, idText.guard.fix('')) ? (hint?.values ?? []) : [];
	return typeof line === 'string' ? line : undefined;
}

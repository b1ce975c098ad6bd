import {bold, dim, line, span, type Line} from '../../../components/line.js';
import {marked} from '../../../components/marks.js';
import type {StepView, SessionView} from '../../../engine/session-view.js';
import type {Text} from '../../../text/text.js';
import {sentence, type Panel} from '../../steps/panel.js';
import {duration} from '../../steps/rows.js';

const isGood = ({state}: StepView): boolean => state === 'done' || state === 'skipped';

/** What a reset would still do. */
export const openOf = ({steps}: SessionView): readonly StepView[] => steps.filter(step => !isGood(step));

/** Where the reset stands, in one line. */
export function resetStatus(view: SessionView, text: Text): Line {
	const words = text.install.resetScreen;
	const head = [bold(words.title), dim('  ')];
	if (view.fault !== undefined) return [...head, marked('fail', text.install.panel.fault)];
	if (view.running !== undefined) {
		const step = view.steps.find(({id}) => id === view.running);
		const runs = text.install.screen.running(step?.title ?? '', duration(step?.ms ?? 0));
		return [...head, marked('running', view.stopping ? text.install.screen.stopping : runs)];
	}

	const bad = view.steps.find(({state}) => state === 'failed');
	if (bad) return [...head, marked('fail', text.install.screen.failed(bad.title))];
	if (view.steps.some(({state}) => state === 'unread')) return [...head, dim(text.install.screen.reading)];
	return openOf(view).length === 0 ? [...head, marked('pass', words.nothing)] : [...head, span(words.open)];
}

/** What a person should know now; undefined: the steps say enough. */
export function resetPanel(view: SessionView, width: number, text: Text): Panel | undefined {
	const words = text.install.resetScreen;
	if (view.running !== undefined || view.steps.some(({state}) => state === 'unread')) return undefined;
	const keys = line(dim(words.keys));
	const bad = view.steps.find(({state}) => state === 'failed' || state === 'blocked');
	if (view.fault !== undefined || bad) {
		const mark = bad?.state === 'blocked' ? 'blocked' : 'fail';
		const lines = [view.fault ?? bad?.found ?? '', bad?.hint ?? ''].flatMap(each => sentence(each, width));
		return {step: bad?.id, mark, title: bad?.title ?? text.install.panel.fault, lines: [...lines, line(), keys]};
	}

	return openOf(view).length === 0
		? {step: undefined, mark: 'pass', title: words.nothing, lines: [...sentence(words.reboot, width), line(), keys]}
		: {
				step: undefined,
				mark: 'warn',
				title: words.losesData,
				lines: [...sentence(text.install.reset.dataLoss, width), line(), keys],
			};
}

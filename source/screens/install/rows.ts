import {bold, colored, dim, line, span, type Line} from '../../components/line.js';
import {marked} from '../../components/marks.js';
import type {Progress} from '../../install/progress.js';
import {trialView} from '../../install/trial.js';
import type {Refusal, WalkView} from '../../install/walk-view.js';
import type {Text} from '../../text/text.js';
import {duration} from '../walk-rows.js';

/** Where the install stands, in one line. */
export function installStatus(
	{view, refuses}: {readonly view: WalkView; readonly refuses: Refusal | undefined},
	text: Text,
): Line {
	const words = text.install.screen;
	const done = view.steps.filter(({state}) => state === 'done' || state === 'skipped').length;
	const head = [bold(words.title), dim('  ')];
	if (view.fault !== undefined) return [...head, marked('fail', text.install.panel.fault)];
	if (view.running !== undefined) {
		const step = view.steps.find(({id}) => id === view.running);
		const trial = step && trialView(step);
		if (trial) {
			const left = trial.remaining === null ? '' : text.install.panel.trial.left(shortly(trial.remaining));
			return [...head, marked('warn', words.trial(step.title, left))];
		}

		const running = words.running(step?.title ?? '', duration(step?.ms ?? 0));
		return [...head, marked('running', view.stopping ? words.stopping : running)];
	}

	const bad = view.steps.find(({state}) => state === 'failed');
	if (bad) return [...head, marked('fail', words.failed(bad.title))];
	if (view.steps.some(({state}) => state === 'unread')) return [...head, dim(words.reading)];
	if (done === view.steps.length) return [...head, marked('pass', words.healthy)];
	if (refuses !== undefined) return [...head, colored(words.refuses[refuses], 'yellow')];
	return [...head, span(words.progress(done, view.steps.length))];
}

/** Of a countdown: whole seconds, and never less than is left. */
export const shortly = (ms: number): string => duration(Math.ceil(ms / 1000) * 1000);

/** A download's bar and figures, beside the spinner. */
export function progressLine(progress: Progress, width: number, text: Text): Line {
	const {received, total, rate, rest} = progress;
	const words = text.install.screen;
	const mebibytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(1);
	const figures = [
		total === null ? words.received(mebibytes(received)) : words.receivedOf(mebibytes(received), mebibytes(total)),
		words.rate(mebibytes(rate)),
		...(rest === null ? [] : [words.rest(duration(rest))]),
	].join('  ');
	if (total === null || total === 0) return line(figures);
	const part = Math.min(1, received / total);
	const room = Math.max(4, Math.min(30, width - figures.length - 10));
	const filled = Math.round(part * room);
	return line(
		colored('█'.repeat(filled), 'cyan'),
		dim('░'.repeat(room - filled)),
		` ${String(Math.floor(part * 100)).padStart(3)} %  `,
		figures,
	);
}

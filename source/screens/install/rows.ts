import {bold, colored, dim, line, span, type Line} from '../../components/line.js';
import {marked} from '../../components/marks.js';
import {displayWidth} from '../../components/width.js';
import type {Progress} from '../../engine/progress.js';
import {trialView} from '../../install/trial.js';
import type {Refusal, SessionView} from '../../engine/session-view.js';
import type {Text} from '../../text/text.js';
import {duration} from '../steps/rows.js';

/** Where the install stands, in one line. */
export function installStatus(
	{
		view,
		refuses,
		waits = false,
	}: {
		readonly view: SessionView;
		readonly refuses: Refusal | undefined;
		/** A question waits for the host to be read. */
		readonly waits?: boolean;
	},
	text: Text,
): Line {
	const words = text.install.screen;
	const done = view.steps.filter(
		({state, choice}) => (state === 'done' || state === 'skipped') && choice === undefined,
	).length;
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

	if (waits) return [...head, dim(words.reading)];
	const bad = view.steps.find(({state}) => state === 'failed');
	if (bad) return [...head, marked('fail', words.failed(bad.title))];
	if (view.steps.some(({state}) => state === 'unread')) return [...head, dim(words.reading)];
	if (done === view.steps.length) return [...head, marked('pass', words.healthy)];
	if (refuses !== undefined) return [...head, colored(words.refuses[refuses], 'yellow')];
	return [...head, span(words.progress(done, view.steps.length))];
}

/** Of a countdown: whole seconds, and never less than is left. */
export function shortly(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	return seconds < 10 ? `${seconds} s` : duration(seconds * 1000);
}

/** A download's bar and figures, beside the spinner. Each has its place: nothing moves while they grow. */
export function progressLine({received, total, rate, rest}: Progress, width: number, text: Text): Line {
	const words = text.install.screen;
	const mebibytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(1);
	const speed = words.rate(mebibytes(rate).padStart(5));
	// curl's own figure of the last five seconds; it gives up after thirty of them.
	const isStill = rate === 0 && received > 0;
	const rates = isStill
		? [span('  '), colored(words.still, 'yellow')]
		: [span(`  ${[speed, ...(rest === null ? [] : [words.rest(shortly(rest))])].join('  ')}`)];
	if (total === null || total === 0) return [span(words.received(mebibytes(received))), ...rates];
	const all = mebibytes(total);
	const sizes = words.receivedOf(mebibytes(received).padStart(all.length), all);
	const part = Math.min(1, received / total);
	const room = Math.max(4, Math.min(30, width - displayWidth(sizes) - displayWidth(speed) - restWidth));
	const filled = Math.round(part * room);
	return line(
		colored('█'.repeat(filled), 'cyan'),
		dim('░'.repeat(room - filled)),
		` ${String(Math.floor(part * 100)).padStart(3)} %  `,
		sizes,
		...rates,
	);
}

/** The percentage, the gaps, and the longest usual rest: `59:59 left`. */
const restWidth = 22;

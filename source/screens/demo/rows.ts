import {rule} from '../../components/blocks.js';
import {bold, colored, dim, span, type Line} from '../../components/line.js';
import {marked} from '../../components/marks.js';
import type {Refusal, SessionView} from '../../engine/session-view.js';
import type {DemoAnswers} from '../../smoke/answers.js';
import type {Text} from '../../text/text.js';
import {duration} from '../steps/rows.js';

/** Below the title: what becomes of what it makes, and the key that changes that. */
export function keepRule({keep}: DemoAnswers, {running}: SessionView, width: number, text: Text): Line {
	const words = text.demo.screen;
	return rule(keep ? words.keeps : words.deletes, width, running === undefined ? words.keepKey : '');
}

/** Where the demo stands, in one line: the answer and where it came from, once there is one. */
export function demoStatus(
	{
		view,
		answers,
		refuses,
	}: {readonly view: SessionView; readonly answers: DemoAnswers; readonly refuses: Refusal | undefined},
	text: Text,
): Line {
	const words = text.demo.screen;
	const head = [bold(words.title), dim('  '), span(words.what(answers.name, answers.image)), dim('  ')];
	if (view.fault !== undefined) return [...head, marked('fail', view.fault)];
	const step = (id: string) => view.steps.find(each => each.id === id);
	if (view.running !== undefined) {
		const now = step(view.running);
		return [...head, marked('running', text.install.screen.running(now?.title ?? '', duration(now?.ms ?? 0)))];
	}

	const failed = view.steps.find(({ran}) => ran?.state === 'failed' || ran?.state === 'blocked');
	if (failed) return [...head, marked('fail', text.install.screen.failed(failed.title))];
	const answer = step('request')?.ran;
	if (answer?.state === 'done') {
		const gone = step('cleanup')?.ran?.state === 'done';
		return [
			...head,
			marked('pass', words.answered(answer.values['answer'] ?? '')),
			dim(`  ${answer.values['url'] ?? ''}  `),
			span(gone ? words.deleted : words.kept, gone ? {dim: true} : {color: 'yellow'}),
		];
	}

	if (view.steps.some(({state}) => state === 'unread')) return [...head, dim(text.install.screen.reading)];
	if (step('cluster')?.state === 'blocked') return [...head, colored(words.noCluster, 'yellow')];
	if (refuses !== undefined) return [...head, colored(words.readOnly, 'yellow')];
	const left = (step('cleanup')?.commands.length ?? 0) > 0;
	return [...head, span(left ? words.left : words.ready(answers.keep))];
}

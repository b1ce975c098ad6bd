import * as kubectl from '../command/kubectl.js';
import {shown} from '../command/command.js';
import type {KubeEvent} from '../facts/cluster.js';
import {readEvents} from '../read/kubectl/events.js';
import type {DemoAnswers} from '../smoke/answers.js';
import {visible} from '../terminal/sanitise.js';
import type {Answer, Invocation} from './headless.js';
import {reach} from './reach.js';
import {why} from './why.js';

/** What was found where a rung failed, before anything is cleaned up. Keys of the contract; texts as they came. */
export type DemoFailure = {
	readonly rung: string;
	/** As `reach --json` has it; null: no packet is part of this rung. */
	readonly reach: Answer['json'] | null;
	/** As `why --json` has it; null: the rung is not about the pod. */
	readonly why: Answer['json'] | null;
	readonly events: readonly KubeEvent[];
	/** What shows more, while the demo is there (`--keep`). */
	readonly commands: ReadonlyArray<readonly string[]>;
};

/** Events that are shown. */
const mostEvents = 10;

/** Who sends, to where, by rung. */
function flowOf(
	rung: string,
	{name, namespace}: DemoAnswers,
	pod: string | null,
): readonly [string, string] | undefined {
	const service = `svc/${namespace}/${name}`;
	const sender = pod === null ? undefined : `pod/${namespace}/${pod}`;
	switch (rung) {
		case 'request':
			return ['host', service];
		case 'pod-service':
		case 'pod-node':
			return sender === undefined ? undefined : [sender, service];
		case 'pod-name':
			return sender === undefined ? undefined : [sender, 'svc/kube-system/kube-dns'];
		default:
			return undefined;
	}
}

/** The way of the packet with a real one sent after it, the cause, and the events, at the rung that failed. */
export async function demoFailure(
	invocation: Invocation,
	{rung, answers, pod}: {readonly rung: string; readonly answers: DemoAnswers; readonly pod: string | null},
): Promise<{readonly found: DemoFailure; readonly lines: readonly string[]}> {
	const {runner, text, signal} = invocation;
	const words = text.demo.headless.failure;
	const {name, namespace} = answers;
	const flow = flowOf(rung, answers, pod);
	const reached = flow && (await reach.run(invocation, {probe: true}, flow));
	const caused = flow ? undefined : await why.run(invocation, {}, [`${namespace}/${name}`]);
	const read = readEvents(await runner.run(kubectl.eventsIn(namespace), {signal}));
	const isOurs = (event: KubeEvent): boolean => event.name === name || event.name.startsWith(`${name}-`);
	const events = read.known ? read.value.filter(each => isOurs(each)).slice(-mostEvents) : [];
	const target = `${namespace}/${name}`;
	const commands = [
		['k0s-tui', 'demo', '--keep', '--yes'],
		...(flow ? [['k0s-tui', 'reach', ...flow, '--trace', '--yes']] : [['k0s-tui', 'why', target]]),
		...(flow ? [['k0s-tui', 'path', rung === 'pod-name' ? 'kube-system/kube-dns' : target]] : []),
		['k0s', 'kubectl', 'get', 'events', '-n', namespace],
	];
	const block = (title: string, answer: Answer | undefined): readonly string[] =>
		answer ? ['', title, ...indented(answer.error ? [visible(answer.error.message)] : answer.lines)] : [];
	return {
		found: {rung, reach: reached?.json ?? null, why: caused?.json ?? null, events, commands},
		lines: [
			...block(flow ? words.way(...flow) : '', reached),
			...block(words.cause, caused),
			'',
			words.events,
			...indented(
				!read.known
					? [words.noEvents(text.common.reason[read.unknown.reason] ?? read.unknown.reason)]
					: events.length === 0
						? [text.common.none]
						: events.map(({type, reason, kind, name: of, message}) =>
								visible(`${type} ${reason} ${kind}/${of}: ${message}`),
							),
			),
			'',
			words.more,
			...indented(commands.map(argv => shown(argv))),
			'',
		],
	};
}

const indented = (lines: readonly string[]): readonly string[] => lines.map(line => (line === '' ? '' : `  ${line}`));

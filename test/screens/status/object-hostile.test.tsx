import {useEffect} from 'react';
import {describe, expect, test} from 'vitest';
import {Lines} from '../../../source/components/lines.js';
import {line} from '../../../source/components/line.js';
import {known} from '../../../source/facts/reading.js';
import {ObjectPane} from '../../../source/screens/status/object/view.js';
import {createLogLines, mostLines} from '../../../source/screens/status/object/log-lines.js';
import {useLog, type LogWish} from '../../../source/screens/status/object/use-log.js';
import type {Services} from '../../../source/screens/services.js';
import type {Show} from '../../../source/screens/status/object/state.js';
import {readPods} from '../../../source/read/kubectl/get.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';
import {healthyFacts} from '../../support/cluster.js';
import {outcomeOf} from '../../support/samples.js';
import {podOf, crashed} from '../../support/why-objects.js';

/** What a pod may be called, labelled, told of and print. */
const hostile = [
	'\u001B]52;c;aGk=\u0007\u001B[31mred\u001B[2J',
	'\u009B2J\u0090q\u009C\u0000\u0008\u007F',
	'\u202Egnp.exe\u2066x\u2069\u200B\uFEFF',
	'漢字\u0301\u0301\u0301\u0301\u0301\u0301👩‍👩‍👧',
	'\uD800 lone \uDC00',
	`${'n'.repeat(10_000)}\u001B[5m`,
].join(' ');
const printed = `${hostile}\r\n${hostile}\n`;

/** The pane of one pod, on a host that answers nothing but such text. */
function pane(show: Show, width: number, height: number, name = hostile) {
	const pods = [
		podOf({name, meta: {labels: {[hostile]: hostile}}, container: crashed(1, hostile, {message: hostile})}),
	];
	const list = outcomeOf({stdout: JSON.stringify({kind: 'PodList', items: pods})});
	const reading = readPods(list);
	if (!reading.known) throw new Error('the pods of this test');
	const services = {
		...{text: catalogue('en'), kind: 'local', readOnly: false},
		ask: async ({argv}: {argv: readonly string[]}) =>
			argv.includes('/api/v1/pods')
				? list
				: outcomeOf({stdout: argv.includes('--raw') ? '{"kind":"List","items":[]}' : printed}),
		async follow(_: unknown, onLine: (text: string) => void) {
			for (const each of printed.split('\n')) onLine(each);
			return outcomeOf();
		},
		notify: () => undefined,
		offer: () => undefined,
	} as unknown as Services;
	const facts = {...healthyFacts(), pods: known(reading.value)};
	const none = () => undefined;
	return draw(() => (
		<ObjectPane
			{...{services, width, height, show, facts}}
			target={{what: 'pod', kind: 'Pod', namespace: 'default', name}}
			onShow={none}
			onTrouble={none}
			onClose={none}
		/>
	));
}

test.each(['describe', 'yaml', 'events'] as const)('%s says when it was read, once it was', async show => {
	const screen = pane(show, 80, 20, 'web');
	await screen.until(() => /read at \d\d:\d\d:\d\d/.test(screen.frame().split('\n')[0] ?? ''));
	await screen.settled();
});

test.each(['why', 'logs'] as const)('%s, which is no single reading, does not', async show => {
	const screen = pane(show, 80, 20, 'web');
	await screen.settled();
	expect(screen.frame()).not.toContain('read at');
});

describe.each([
	[80, 20],
	[120, 36],
])('hostile text at %i columns', (width, height) => {
	test.each(['why', 'logs', 'describe', 'yaml', 'events'] as const)(
		'%s shows none of it raw, within the window',
		async show => {
			const screen = pane(show, width, height);
			// A log stands at its end.
			await screen.until(() => /red|nnnn|漢|lone/.test(screen.frame().split('\n').slice(2).join('')));
			await screen.settled();
			expect(screen.frame()).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u202E\u2066\u2069\uFEFF]/);
			expect(screen.frame()).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
			screen.fits(width, height);
		},
	);
});

describe('a log of 10,000 lines a second', () => {
	test('keeps the last lines, counts the others, and cuts what is longer than a line may be', () => {
		const log = createLogLines();
		for (let each = 0; each < 100_000; each++) log.add(`line ${each}`);
		expect(log.get()).toHaveLength(mostLines);
		expect(log.get()[0]).toBe(`line ${100_000 - mostLines}`);
		expect(log.lost).toBe(100_000 - mostLines);
		log.add('x'.repeat(1_000_000));
		expect(log.get().at(-1)?.length).toBeLessThan(5000);
	});

	test('is drawn at most ten times a second, and holds no more than it keeps', async () => {
		let renders = 0;
		let most = 0;
		const all = 30_000;
		const wish: LogWish = {
			...{streams: [{namespace: 'default', pod: 'web', container: 'c'}], previous: false, times: false, since: null},
		};
		const services = {
			async follow(_: unknown, onLine: (text: string) => void) {
				for (let each = 0; each < all; each++) {
					onLine(`line ${each}`);
					if (each % 500 === 0) await new Promise(resolve => setTimeout(resolve, 10));
				}

				return outcomeOf();
			},
		} as unknown as Services;
		const Probe = () => {
			const log = useLog(services, wish);
			useEffect(() => {
				renders++;
				most = Math.max(most, log.lines.length);
			});
			return (
				<Lines
					width={40}
					height={2}
					lines={[line(log.lines.at(-1) ?? ''), line(log.ended.length > 0 ? 'ended' : '')]}
				/>
			);
		};

		const began = performance.now();
		const screen = draw(() => <Probe />);
		await screen.sees('ended');
		const seconds = (performance.now() - began) / 1000;
		expect(screen.frame()).toContain(`line ${all - 1}`);
		expect(most).toBe(mostLines);
		expect(renders).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 3);
	});
});

import {afterAll, expect, test} from 'vitest';
import {ReachView} from '../../../source/app/reach/view.js';
import type {Shell} from '../../../source/app/shell.js';
import {createRunner} from '../../../source/host/runner.js';
import {Layers} from '../../../source/keys/layers.js';
import type {Services} from '../../../source/screens/services.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {readReachWorld} from '../../../source/store/reach.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';

const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
afterAll(() => runner.close());

type Given = {readonly from?: string; readonly to?: string; readonly width?: number; readonly height?: number};

function show({from, to, width = 80, height = 20}: Given, kind: Services['kind'] = 'simulated') {
	const said: string[] = [];
	const layers = new Layers();
	const closed = {times: 0};
	const services = {
		...{text: catalogue('en'), kind, readOnly: false},
		ask: async (...asked: Parameters<Services['ask']>) => runner.run(asked[0]),
		notify: (message: string) => void said.push(message),
		save: async (name: string) => `saved ${name}`,
	} as unknown as Services;
	const readReach: Shell['readReach'] = async signal => readReachWorld(runner, {signal});
	const shell = {language: 'en', readReach} as unknown as Shell;
	const subject = {...(from !== undefined && {from}), ...(to !== undefined && {to})};
	const screen = draw(
		() => (
			<ReachView
				{...{services, shell, subject, width, height}}
				onCopy={what => void said.push(what)}
				onClose={() => void closed.times++}
			/>
		),
		{look: {color: false, ascii: false}, layers},
	);
	return {...screen, layers, said, closed};
}

test('from a pod: reach what? The answer is drawn as its path, and says that it is simulated', async () => {
	const {sees, layers, frame} = show({from: 'pod/kube-system/coredns-7656c59669-8wwxq'});
	await sees('kube-system/metrics-server');
	expect(frame()).toContain('From kube-system/coredns-7656c59669-8wwxq: reach what?');
	layers.dispatch('enter');
	await sees('answers');
	expect(frame()).toContain('✓ Reaches.');
	expect(frame()).toContain('Simulated host');
	expect(frame()).toContain('→ dnat 192.168.122.161:6443');
});

test('a typed address and port; where it ends, who stops it and the whole command that shows it', async () => {
	const {sees, layers, frame} = show({from: 'host'});
	await sees('kube-system/metrics-server');
	for (const letter of '10.244.0.5:81') layers.dispatch(letter);
	await sees('typed');
	layers.dispatch('enter');
	await sees('Blocked');
	const shown = frame().replaceAll(/\s+/g, ' ');
	expect(shown).toContain('nothing listens at 10.244.0.5:81');
	expect(shown).toMatch(/\$ nsenter --net=\/run\/netns\/cni-[\w-]+ ss -Hltnu/);
});

test('a service answers, and sends nothing itself: the other way round is offered first', async () => {
	const {sees, layers, frame} = show({from: 'svc/kube-system/kube-dns'});
	await sees('kube-system/metrics-server');
	layers.dispatch('enter');
	await sees('Who asks for kube-system/kube-dns?');
	await sees('kube-system/metrics-server');
	layers.dispatch('enter');
	await sees('host → 10.96.0.10');
	expect(frame()).toContain('✓ Reaches.');
	layers.dispatch('escape');
	await sees('Who asks for');
});

test('a probe asks first with the exact command, and is compared', async () => {
	const {sees, layers, frame} = show({from: 'host', to: 'svc/default/kubernetes', height: 40});
	await sees('answers');
	layers.dispatch('t');
	await sees('Send real packets?');
	expect(frame()).toContain('10.96.0.1 443');
	layers.dispatch('n');
	await sees('✓ Reaches.');
	layers.dispatch('t');
	await sees('Send real packets?');
	layers.dispatch('y');
	await sees('Prediction and probe');
});

test('a recording is asked, and nothing is sent', async () => {
	const {sees, layers, said} = show({from: 'host', to: 'svc/default/kubernetes'}, 'recorded');
	await sees('Recorded host');
	await sees('answers');
	layers.dispatch('t');
	expect(said.join(' ')).toContain('nothing can be sent');
});

test('esc at the first question closes it', async () => {
	const {sees, layers, closed} = show({});
	await sees('Reach: who sends?');
	layers.dispatch('escape');
	expect(closed.times).toBe(1);
});

test('the matrix: senders by targets, enter shows the path of a cell, a file keeps it', async () => {
	const {sees, layers, frame, rows, said} = show({from: 'host'});
	await sees('kube-system/metrics-server');
	for (const letter of 'matrix') layers.dispatch(letter as 'm');
	layers.dispatch('enter');
	await sees('32 reach');
	expect(rows().find(row => row.startsWith('host'))).toMatch(/^host +\+ \+ \+ \+ \+ \+ \+ \?$/);
	layers.dispatch('E');
	await sees('Who reaches whom');
	expect(said.join(' ')).toContain('reach-matrix.json');
	for (let at = 0; at < 7; at++) layers.dispatch('right');
	await sees('host → 8 outside');
	expect(frame()).toContain('Depends on');
	layers.dispatch('enter');
	await sees('198.51.100.1:443');
	layers.dispatch('escape');
	await sees('Who reaches whom');
});

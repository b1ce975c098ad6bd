import {describe, expect, test, vi} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import {show, type Odd} from './view-shown.js';

const pod = {name: 'kube-system/coredns-7656c59669-8wwxq'};
const service = {name: 'svc/kube-system/kube-dns'};
const isListing = ({argv}: Command): boolean => argv[0] === 'conntrack';
const follows = (commands: readonly Command[], tool: string): number =>
	commands.filter(({argv}) => argv.includes(tool)).length;

async function showConnections(...given: Parameters<typeof show>) {
	const shown = show(...given);
	await shown.sees('A? kubernetes');
	shown.layers.dispatch('tab');
	await shown.sees('connections');
	return shown;
}

const refuses =
	(outcome: ReturnType<Odd>, of: (command: Command) => boolean): Odd =>
	command =>
		of(command) ? outcome : undefined;

describe('connections, behind tab', () => {
	test('of a pod: both ways, who answers, packets, that they are simulated, and the exact commands', async () => {
		const {sees, frame} = await showConnections(pod, {width: 120});
		await sees('live');
		expect(frame()).toMatch(/── kube-system\/coredns-7656c59669-8wwxq {2}connections ─+ \d+ connections, live/);
		expect(frame()).toMatch(/PROTO +STATE +TIMEOUT +FROM +TO +ANSWERED BY +ANSWER TO +PACKETS/);
		expect(frame()).toMatch(
			/udp +28 s +10\.244\.0\.4:40017 +10\.96\.0\.10:53 +10\.244\.0\.3:53 +10\.244\.0\.4:40017 +6\/5/,
		);
		expect(frame()).toContain('ESTABLISHED');
		expect(frame()).toContain('Simulated: none of these connections was ever made.');
		expect(frame()).toContain('$ timeout 600 conntrack -E -o extended,id,timestamp -f ipv4 -s 10.244.0.3');
	});

	test('events change them: what ends stands below for a while', async () => {
		const {sees, frame} = await showConnections(service, {width: 120, height: 30});
		await sees('Ended since you opened this, newest first:');
		expect(frame()).toMatch(/udp +ended +10\.244\.0\./);
		expect(frame()).toMatch(/\d ended, live/);
	});

	test('only what is shown runs: tcpdump or conntrack, and nothing after it is left', async () => {
		const shown = await showConnections(pod);
		await shown.sees('live');
		expect([follows(shown.begun, 'tcpdump'), follows(shown.begun, 'conntrack')]).toEqual([1, 2]);
		await vi.waitFor(() => expect(follows(shown.ended, 'tcpdump')).toBe(1));
		shown.layers.dispatch('tab');
		await shown.sees('A? kubernetes');
		await vi.waitFor(() => expect(follows(shown.ended, 'conntrack')).toBe(2));
		expect(follows(shown.begun, 'tcpdump')).toBe(2);
		shown.layers.dispatch('tab');
		await shown.sees('live');
		shown.layers.dispatch('q');
		expect(shown.closed.times).toBe(1);
		shown.leave();
		await vi.waitFor(() => expect(shown.ended).toHaveLength(shown.begun.length));
	});

	test('a filter of the packets is kept meanwhile', async () => {
		const {sees, layers, frame} = show(pod);
		await sees('A? kubernetes');
		layers.dispatch('c');
		await sees('filter:');
		layers.paste('port 9');
		await sees('filter: port 9');
		layers.dispatch('enter');
		await sees('all links  port 9');
		layers.dispatch('tab');
		await sees('connections, live');
		layers.dispatch('tab');
		await sees('all links  port 9');
		expect(frame()).toContain('port 9');
	});

	test('pause keeps the picture, ! shows who got no answer, / searches, X ends, r reads again', async () => {
		const {sees, settled, layers, frame, begun, ended} = await showConnections(service, {width: 120});
		await sees('live');
		layers.dispatch('p');
		await sees('paused');
		const before = frame();
		await new Promise(resolve => setTimeout(resolve, 500));
		expect(frame()).toBe(before);
		layers.dispatch('p');
		await sees('live');
		layers.dispatch('!');
		await sees('All of them were answered.');
		layers.dispatch('!');
		await sees(':53');
		layers.dispatch('/');
		await settled();
		layers.paste('40017');
		await sees('/40017');
		layers.dispatch('enter');
		await settled();
		layers.dispatch('escape');
		layers.dispatch('X');
		await sees('Stopped: this is no longer updated.');
		await vi.waitFor(() => expect(follows(ended, 'conntrack')).toBe(follows(begun, 'conntrack')));
		layers.dispatch('r');
		await sees('live');
	});

	test('without conntrack the package is named; without root it is refused, and not empty', async () => {
		const missing = await showConnectionsOf(refuses({kind: 'not-found', exit: null}, isListing));
		await missing.sees('conntrack is not installed. Package: conntrack (Debian) or conntrack-tools (EL).');
		await vi.waitFor(() => expect(follows(missing.ended, 'conntrack')).toBe(2));
		const stderr =
			'conntrack v1.4.7 (conntrack-tools): Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this';
		const refused = await showConnectionsOf(refuses({stderr}, isListing));
		await refused.sees('This needs root.');
		expect(refused.frame()).not.toContain('no connection');
	});

	test('one conntrack that ends by itself is told: the rest is no whole picture', async () => {
		const isOne = ({argv}: Command): boolean => argv.includes('-E') && argv.includes('-r');
		const {sees, frame} = await showConnectionsOf(refuses({stderr: 'conntrack: out of luck'}, isOne));
		await sees('conntrack ended by itself');
		expect(frame()).toContain('out of luck');
		expect(frame()).toContain('ended');
	});

	test.each([
		[{name: 'kube-system/kube-proxy-lf7sz'}, 'its connections cannot be told apart from'],
		[{}, 'Connections are shown for a pod, a service or a namespace'],
	])('%j has none of its own, and that is said; tab leads back', async (subject, words) => {
		const {sees, layers} = show(subject, {width: 120});
		await sees('live');
		layers.dispatch('tab');
		await sees(words);
		layers.dispatch('tab');
		await sees('live');
	});
});

const showConnectionsOf = async (odd: Odd) => showConnections(pod, {odd, width: 120});

import {describe, expect, test} from 'vitest';
import {
	trace as traceCommand,
	traceAsked,
	traceProbe,
	traceRules,
	type TraceRequest,
} from '../../source/command/trace.js';
import {trace} from '../../source/commands/trace.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');

async function run(target: string, values: Record<string, string | boolean> = {}) {
	const said: string[] = [];
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
	const answer = await trace.run(
		{runner, text, settings: {} as never, signal: new AbortController().signal, say: line => said.push(line)},
		values,
		[target],
	);
	await runner.close();
	return {...answer, said};
}

type Rule = {family: string; table: string; chain: string; handle: number; text: string};

describe('trace on the simulated host', () => {
	test('a delivered packet, in the shape of the contract', async () => {
		const {exit, json, lines, said} = await run('kube-system/kube-dns:metrics');
		expect(exit).toBe(0);
		expect(json).toMatchObject({
			target: 'kube-system/kube-dns:metrics',
			packet: {to: '10.96.0.10', port: 9153, protocol: 'tcp', interface: null},
			verdict: 'delivered',
			by: null,
			gone: true,
			expected: {verdict: 'delivered', unread: 0},
		});
		const hops = json['hops'] as Array<Rule & {hook: string; verdict: string}>;
		expect(Object.keys(hops[0] ?? {})).toEqual(
			expect.arrayContaining(['hook', 'table', 'chain', 'handle', 'text', 'verdict']),
		);
		expect(hops.map(({verdict}) => verdict)).toContain('dnat 10.244.0.3:9153');
		expect(hops.every(({handle, text: words}) => handle === null || words.startsWith('-A '))).toBe(true);
		expect(lines).toContain('Delivered');
		expect(said.join('\n')).toContain('create table inet k0s_tui_trace');
		expect(said).toContain(text.trace.simulated);
	});

	test.each([
		['10.244.0.3:9999', 'refused', 'unheard'],
		['10.96.0.10:5555', 'silent', 'astray'],
	])('%s: it arrives or leaves, but the sender gets no connection', async (target, reply, expected) => {
		const {exit, json, lines} = await run(target);
		expect(exit).toBe(1);
		expect(json).toMatchObject({verdict: 'unanswered', by: null, reply, expected: {verdict: expected}});
		expect(lines.join('\n')).toContain(text.trace.verdict.unanswered);
		expect(lines.join('\n')).not.toContain(text.trace.reply.answered);
		expect(lines).toContain(text.trace.same);
	});

	test('nobody sends from elsewhere: it waits, and says that nothing came', async () => {
		const {exit, json, said} = await run('10.96.0.10:53/udp', {from: '203.0.113.7'});
		expect(exit).toBe(1);
		expect(json).toMatchObject({verdict: 'silent', hops: [], packet: null, sent: null});
		expect(said.join('\n')).toContain('nothing here can send from that address');
		expect(said.join('\n')).not.toContain('No pod');
	});

	test('an address of the pods that none has now: said before it waits, and beside the silence', async () => {
		const {exit, said, lines} = await run('10.96.0.10:53/udp', {from: '10.244.0.77'});
		expect(exit).toBe(1);
		expect(said).toContain(text.trace.noPod('10.244.0.77'));
		expect(lines).toContain(text.trace.noPod('10.244.0.77'));
	});

	test.each([
		['nowhere', {}],
		['10.96.0.10:53/sctp', {}],
		['10.96.0.10:53', {from: 'here'}],
		['10.96.0.10:53', {from: '10.0.0.0/8'}],
		['10.96.0.10:53', {from: 'fd00::1'}],
	])('%s %o is a usage error', async (target, values) => {
		expect((await run(target, values as Record<string, string>)).exit).toBe(2);
	});

	test('no such service', async () => {
		expect(await run('default/none')).toMatchObject({exit: 1, error: {code: 'not-found'}});
	});
});

describe('the command', () => {
	const request: TraceRequest = {
		source: '10.244.0.4',
		destination: '10.244.0.5',
		protocol: 'tcp',
		port: 80,
		sender: {kind: 'namespace', file: '/run/netns/a b;c'},
		life: 20,
	};

	test('says what it changes, and what is executed is what is shown', () => {
		const {argv, changes, deadline} = traceCommand('abc', request);
		expect(changes).toBe(true);
		expect(deadline).toBeGreaterThan(request.life * 1000);
		expect(argv.slice(0, 6)).toEqual(['sh', '-s', '--', 'abc', traceRules(request), '20']);
		expect(argv.slice(6)).toEqual(traceProbe(request));
		expect(argv).toContain('--net=/run/netns/a b;c');
		expect(traceAsked(argv)).toEqual({
			token: 'abc',
			source: '10.244.0.4',
			destination: '10.244.0.5',
			protocol: 'tcp',
			port: 80,
			life: 20,
			sends: true,
		});
	});

	test('only addresses and ports come into the rules', () => {
		const bad = ['10.0.0.1; flush ruleset', '', 'host', '10.0.0.1 }\ndelete table ip nat', '$(id)'];
		for (const address of bad) {
			expect(() => traceRules({...request, destination: address})).toThrow(RangeError);
			expect(() => traceRules({...request, source: address})).toThrow(RangeError);
		}

		expect(() => traceRules({...request, port: 65_536})).toThrow(RangeError);
		expect(() => traceRules({...request, port: Number.NaN})).toThrow(RangeError);
	});

	test('IPv6, udp, and what this host sends itself', () => {
		const six = traceRules({...request, source: null, destination: 'fd00::5', protocol: 'udp', sender: {kind: 'host'}});
		expect(six).toContain('type ipv6_addr . inet_proto . inet_service');
		expect(six).toContain('iifname "lo" ip6 daddr');
		expect(six).not.toContain('tcp flags');
		expect(traceProbe({...request, sender: {kind: 'nobody'}})).toBeUndefined();
	});
});

import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {Layers} from '../../../../source/keys/layers.js';
import {clashes} from '../../../../source/keys/binding.js';
import type {Command} from '../../../../source/command/command.js';
import {whatIfBindings, whatIfFieldBindings} from '../../../../source/screens/nftables/what-if/keys.js';
import {
	emptyFields,
	initialWhatIf,
	packetOf,
	reduceWhatIf,
	type Fields,
} from '../../../../source/screens/nftables/what-if/state.js';
import {createWalker} from '../../../../source/model/packet-walk/packet-walk.js';
import {NftablesView} from '../../../../source/screens/nftables/view.js';
import type {Services} from '../../../../source/screens/services.js';
import {createTraceSession} from '../../../../source/store/trace-session.js';
import {createPacketFilterReader} from '../../../../source/store/packet-filter/read.js';
import {catalogue} from '../../../../source/text/text.js';
import {ended, rulesetOf, sample} from '../../../support/packet-filter.js';
import {draw} from '../../../support/draw.js';
import {fakeRunner} from '../../../support/fake-runner.js';
import {surroundings} from '../../../support/trace-samples.js';

const text = catalogue('en');
const ruleset = rulesetOf('full');
const answers: Readonly<Record<string, string>> = {
	'nft -j list chains': sample('nft', 'full-chains.json'),
	'iptables-nft-save -c': sample('iptables', 'full.txt'),
	'ipset save': sample('ipset', 'full.txt'),
};
const reading = await createPacketFilterReader(fakeRunner(argv => answers[argv]))();
if (!reading.known) throw new Error(reading.unknown.detail);
const filter = reading.value;
const ip = 'ip/iproute2-6.1.0/full';

const still = <T,>(value: T) => {
	const snapshot = {value, unknown: undefined, at: 0, reading: false};
	return {get: () => snapshot, subscribe: () => () => undefined, refresh: async () => snapshot};
};

const dotted = (path: string): string => path.replaceAll('/', '.');

/** Sockets of metrics-server's pod, as `ss` lists them in its namespace. */
const pods = {
	topology: {
		links: [],
		namespaces: [
			{name: 'cni-1', processes: null, links: [{addresses: [{local: '127.0.0.1'}, {local: '10.244.0.5'}]}]},
			{name: 'cni-2', processes: null, links: [{addresses: [{local: '10.244.0.3'}]}]},
		],
	},
};
const sockets: Readonly<Record<string, string>> = {
	'nsenter --net=/run/netns/cni-1 ss -Hltnu': 'tcp LISTEN 0 4096 *:10250 *:*\n',
	'nsenter --net=/run/netns/cni-2 ss -Hltnu': '',
};

function show(width = 80, height = 20, {fails = false, readOnly = false, network = undefined as unknown} = {}) {
	const layers = new Layers();
	const notes: string[] = [];
	const runner = fakeRunner(argv =>
		argv.startsWith('sh -s') ? {exit: 1, kind: 'failed', stderr: 'sh: no'} : undefined,
	);
	const services = {
		text,
		readOnly,
		sources: {
			packetFilter: still(filter),
			network: still(network),
			cluster: still(undefined),
			lastFacts: () => undefined,
		},
		sessions: {trace: createTraceSession({runner})},
		pacer: {announce: (listener: () => void) => listener()},
		async ask({argv}: Command) {
			const heard = network === undefined ? undefined : sockets[argv.join(' ')];
			if (heard !== undefined) return ended(heard, {argv});
			if (argv[0] === 'ss' || argv[0] === 'nsenter') return ended('', {exit: 127, argv});
			if (fails) return ended('', {exit: 1, stderr: 'Operation not permitted', argv});
			if (argv.includes('rule'))
				return ended('[{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"}]', {
					argv,
				});
			if (argv[0] === 'sysctl')
				return ended(
					argv
						.slice(2)
						.map(name => `${dotted(name)} = ${/rp_filter|accept_local/.test(name) ? 0 : 1}`)
						.join('\n'),
					{argv},
				);
			return ended(sample(ip, argv.includes('route') ? 'ip-j-route-all.json' : 'ip-j-d-s-addr.json'), {argv});
		},
		notify: (note: string) => notes.push(note),
	} as unknown as Services;
	const {frame, press, settled} = draw(() => <NftablesView services={services} width={width} height={height} />, {
		layers,
	});
	const type = async (words: string): Promise<void> => {
		for (const letter of words) layers.dispatch(letter);
		await settled();
	};

	const erase = (): void => {
		for (let at = 0; at < 20; at++) layers.dispatch('backspace');
	};

	return {frame, press, type, erase, notes, runner, settled};
}

/** Clears a field and types into it. */
async function fill(screen: ReturnType<typeof show>, value: string): Promise<void> {
	screen.erase();
	await screen.type(value);
}

describe('what-if on the screen', () => {
	test('opens on a service, shows the way hook by hook, and who decided', async () => {
		const screen = show();
		await screen.settled();
		await screen.press('t');
		expect(screen.frame()).toMatch(/HOOK +CHAIN +RULE +IF +RESULT/);
		expect(screen.frame()).toMatch(/output +-100 ip nat OUTPUT/);
		expect(screen.frame()).toContain('? arrives at 10.244.0.5:10250');
		expect(screen.frame()).toContain('unknown whether anything listens there');
	});

	test('once it is known who listens where it arrives, it is delivered, or refused', async () => {
		const screen = show(80, 20, {network: pods});
		await screen.settled();
		await screen.press('t');
		expect(screen.frame()).toContain('✓ delivered as');
		await screen.press('c', 'tab');
		await fill(screen, '10.244.0.3');
		await screen.press('tab', 'tab');
		await fill(screen, '9999');
		await screen.press('enter');
		expect(screen.frame()).toContain('✗ refused: nothing listens at 10.244.0.3:9999');
	});

	test('a packet that a policy refuses, typed into the form', async () => {
		const screen = show();
		await screen.settled();
		await screen.press('t', 'c');
		await fill(screen, '10.244.0.4');
		await screen.press('tab');
		await fill(screen, '10.244.0.5');
		await screen.press('tab', 'tab');
		await fill(screen, '80');
		await screen.press('enter');
		expect(screen.frame()).toContain('✗ rejected by ip filter POD-FW kube-system/metrics-server');
		expect(screen.frame()).toMatch(/prerouting +-100 ip nat PREROUTING/);
		await screen.press('G');
		expect(screen.frame()).toContain('REJECT');
		await screen.press('enter');
		expect(screen.frame()).toContain('Tables ▸');
		expect(screen.frame()).toContain('rule to REJECT traffic');
		await screen.press('t');
		expect(screen.frame()).toContain('from 10.244.0.4');
		await screen.press('escape');
		expect(screen.frame()).not.toContain('What if');
	});

	test('ways by chance go round with n', async () => {
		const screen = show();
		await screen.settled();
		await screen.press('t', 'c', 'tab');
		await fill(screen, '10.100.10.1');
		await screen.press('tab', 'tab');
		await fill(screen, '80');
		await screen.press('enter');
		const seen = new Set<string>();
		for (let at = 0; at < 3; at++) {
			seen.add(/at (10\.244\.0\.\d):80/.exec(screen.frame())?.[1] ?? '');
			expect(screen.frame()).toContain(`way ${at + 1} of 3, 33 %`);
			await screen.press(']');
		}

		expect([...seen]).toEqual(['10.244.0.3', '10.244.0.4', '10.244.0.5']);
		expect(screen.frame()).toContain('way 1 of 3');
	});

	test('a live trace asks first, on Cancel, and shows all that it would run', async () => {
		const screen = show();
		await screen.settled();
		await screen.press('t', 't');
		expect(screen.frame()).toContain('Trace one packet on this host?');
		expect(screen.frame()).toContain('create table inet k0s_tui_trace');
		expect(screen.frame()).toContain('A guard removes the table after 20 s');
		await screen.press('enter');
		expect(screen.runner.asked).toEqual([]);
		expect(screen.frame()).toContain('What if');
		await screen.press('t', 'tab', 'enter');
		expect(screen.runner.asked.filter(argv => argv.startsWith('sh -s -- '))).toHaveLength(1);
		expect(screen.frame()).toContain('no trace');
		await screen.press('escape');
		expect(screen.frame()).toContain('arrives at');
	});

	test('read-only: no live trace', async () => {
		const screen = show(80, 20, {readOnly: true});
		await screen.settled();
		await screen.press('t', 't');
		expect(screen.notes).toEqual([text.whatIf.live.readOnly('--read-only')]);
		expect(screen.frame()).not.toContain('Trace one packet');
	});

	test('without addresses and routes it says so', async () => {
		const screen = show(80, 20, {fails: true});
		await screen.settled();
		await screen.press('t');
		expect(screen.frame()).toContain('could not be read');
	});

	test.each([
		[60, 11],
		[80, 20],
		[120, 36],
	])('%i x %i', async (width, height) => {
		const screen = show(width, height);
		await screen.settled();
		await screen.press('t');
		const lines = screen.frame().split('\n');
		expect(lines.length).toBeLessThanOrEqual(height);
		expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(width);
		expect(screen.frame()).toContain('arrives at');
	});
});

describe('the form', () => {
	const {routing} = createWalker(ruleset, surroundings());
	const packet = (fields: Partial<Fields>) => packetOf({...emptyFields, ...fields}, routing);

	test.each([
		[{}, 'to'],
		[{to: '10.244.0.5'}, 'port'],
		[{to: '10.244.0.5', port: '0'}, 'port'],
		[{to: '10.244.0.5', port: '80', protocol: 'gre'}, 'protocol'],
		[{to: '10.244.0.5', port: '80', from: 'here'}, 'from'],
		[{to: 'there', port: '80', from: '10.0.0.1'}, 'to'],
		[{to: 'fd00::1', port: '80', from: '10.0.0.1'}, 'family'],
	] as const)('%o wants %s', (fields, wanted) => {
		expect(packet(fields)).toBe(wanted);
	});

	test('what is left empty is filled by the routes', () => {
		expect(packet({to: '10.244.0.5', port: '80'})).toMatchObject({source: '10.244.0.1', input: null, protocol: 'tcp'});
		expect(packet({to: '10.244.0.5', protocol: 'icmp'})).toMatchObject({destinationPort: null});
		expect(packet({from: '10.244.0.4', to: '10.244.0.5', port: '80', input: 'enp1s0'})).toMatchObject({
			input: 'enp1s0',
		});
	});

	test('fields go round', () => {
		const opened = reduceWhatIf(initialWhatIf, {type: 'open', fields: undefined});
		expect(opened.editing).toBe('to');
		expect(reduceWhatIf(reduceWhatIf(opened, {type: 'field', by: -1}), {type: 'field', by: -1}).editing).toBe('input');
	});

	test('no key means two things', () => {
		expect(clashes(whatIfBindings)).toEqual([]);
		expect(clashes(whatIfFieldBindings)).toEqual([]);
	});
});

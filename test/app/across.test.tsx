import {expect, test} from 'vitest';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {startProgram} from '../support/program.js';

type Running = Awaited<ReturnType<typeof startProgram>>;

/** The simulated host with its cluster, on Status. */
async function onStatus(): Promise<Running> {
	const program = await startProgram(createSimulatedHost({scenario: 'ready', speed: 20}));
	await program.sees('Checks');
	await program.type('3');
	await program.sees('NAMESPACE');
	return program;
}

/** Types what `:` finds, and opens it. */
async function goTo(program: Running, typed: string, seen: string) {
	await program.type(':');
	await program.sees('Go to');
	for (const letter of typed) await program.type(letter);
	await program.type('\r');
	await program.sees(seen);
}

/** Opens the layers and waits until every one of them is read. */
async function layersOf(program: Running, title: string) {
	await program.type('i');
	await program.sees(`What belongs to ${title}`);
	await program.until(() => !program.frame().includes('reading …'), 'all layers');
}

/** The selected row: it is marked over the whole width. */
const marked = (program: Running): string | undefined =>
	program
		.frame()
		.split('\n')
		.slice(4, -2)
		.find(line => line.length >= 120 && !line.includes('──'));

/** Goes to the row that holds `wanted`: one key, then what it did. */
async function select(program: Running, wanted: string, key = 'j') {
	for (let tries = 0; !marked(program)?.includes(wanted); tries++) {
		expect(tries).toBeLessThan(40);
		const before = marked(program);
		await program.type(key);
		await program.until(() => marked(program) !== before, 'the next row');
	}
}

async function openRow(program: Running, wanted: string) {
	await select(program, wanted);
	await program.type('\r');
}

const coredns = 'pod kube-system/coredns';

test('i lists what belongs to a pod on every layer', async () => {
	const program = await onStatus();
	await layersOf(program, coredns);
	const frame = program.frame();
	expect(frame).toMatch(/container {2}coredns {2}PID \d+ {2}RUNNING/);
	expect(frame).toMatch(/process +\d+ {2}\/pause/);
	expect(frame).toMatch(/namespace {2}cni-[\da-f-]{36}/);
	expect(frame).toMatch(/veth +veth[\da-f]+ {2}on kube-bridge/);
	expect(frame).toMatch(/service +kube-system\/kube-dns {2}ClusterIP {2}10\.96\.0\.10/);
	expect(frame).toMatch(/path +kube-system\/kube-dns:dns {2}10\.96\.0\.10:53\/udp {2}to 1 endpoint/);
	expect(frame).toMatch(/rules +KUBE-POD-FW-/);
	expect(frame).toMatch(/drops +KUBE-POD-FW-\S+ {2}no network policy allows it/);
	expect(frame).toContain('all 6 rules that can refuse packets here; 1 names it');
	await program.type('\u001B');
	await program.sees('NAMESPACE');
});

test('enter goes to the selected row on its screen, esc comes back, and i leads from there to the pod', async () => {
	const program = await onStatus();
	await layersOf(program, coredns);
	await openRow(program, '  cni-');
	await program.sees('BRIDGE');
	await layersOf(program, 'network namespace cni-');
	expect(program.frame()).toMatch(/pod +kube-system\/coredns/);
	await openRow(program, 'kube-system/coredns');
	await program.sees('RESTARTS');
	await program.type('\u001B');
	await program.sees('BRIDGE');
	await program.type('\u001B');
	await program.sees('RESTARTS');
});

test('a process is gone to in the details of its namespace, whose rows the window begins with', async () => {
	const program = await onStatus();
	await layersOf(program, coredns);
	await openRow(program, '  /coredns');
	await program.until(() => /PID +COMMAND/.test(program.frame()) && program.frame().includes('/coredns'), 'details');
});

test('i leads from a container, a veth, a rule and a service to the pod, each by its row', async () => {
	const program = await onStatus();
	await layersOf(program, coredns);
	await openRow(program, 'PID');
	await program.sees('CONTAINER ');
	await layersOf(program, 'container coredns (kube-system/coredns');
	expect(program.frame()).toMatch(/pod +kube-system\/coredns/);
	await openRow(program, 'on kube-bridge');
	await program.until(() => !program.frame().includes('What belongs'), 'the map');
	await layersOf(program, 'link veth');
	expect(program.frame()).toMatch(/pod +kube-system\/coredns/);
	await openRow(program, 'no network policy allows it');
	await program.sees('Drops and rejects');
	await layersOf(program, 'this rule');
	expect(program.frame()).toMatch(/pod +kube-system\/coredns/);
	await openRow(program, 'kube-system/kube-dns  ClusterIP');
	await program.sees('TYPE');
	await layersOf(program, 'service kube-system/kube-dns');
	expect(program.frame()).toMatch(/endpoint +10\.244\.0\.\d+:53 {2}pod kube-system\/coredns/);
});

test('in the list i shows the layers of its row, and esc the list before', async () => {
	const program = await onStatus();
	await layersOf(program, coredns);
	await select(program, 'no network policy allows it');
	await layersOf(program, 'this rule');
	await program.type('\u001B');
	await program.sees(`What belongs to ${coredns}`);
});

test('an address that is typed finds whatever has it', async () => {
	const program = await onStatus();
	await program.type(':');
	await program.sees('Go to');
	for (const letter of '10.244.0.1') await program.type(letter);
	await program.until(() => /whatever has 10\.244\.0\.1 *$/m.test(program.frame()), 'the address');
	await select(program, 'whatever has', '\u001B[B');
	await program.type('\r');
	await program.sees('What belongs to address 10.244.0.1 ');
	await program.until(() => /address +10\.244\.0\.1 +kube-bridge +on this host/.test(program.frame()), 'the bridge');
});

test('i on what has no other layer says so', async () => {
	const program = await onStatus();
	await goTo(program, 'nodes', '── nodes');
	await program.sees('control-plane');
	await program.type('i');
	await program.sees('Layers are shown for a pod, workload, service, endpoints or container');
});

test('i opens the layers from a log, a description, packets, connections and an answer of reach, and esc goes back there', async () => {
	const program = await onStatus();
	for (const [key, seen] of [
		['l', 'Log kube-system/coredns'],
		['d', 'Describe kube-system/coredns'],
		['t', 'tcpdump'],
	] as const) {
		await program.type(key);
		await program.sees(seen);
		await layersOf(program, coredns);
		await program.type('\u001B');
		await program.until(() => !program.frame().includes('What belongs to') && program.frame().includes(seen), seen);
		if (key === 't') continue;
		await program.type('\u001B');
		await program.sees('NAMESPACE');
	}

	await program.type('\t');
	await program.sees('connections');
	await layersOf(program, coredns);
	await program.type('\u001B');
	await program.until(() => !program.frame().includes('What belongs to'), 'what was below');
	await program.type('\u001B');
	await program.sees('NAMESPACE');
});

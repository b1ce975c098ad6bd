import {resolve} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {buildProgram} from '../support/build-program.js';
import {questions, somePairs} from '../k0s/pairs.js';
import {startKindsLab, type KindsLab} from '../support/kinds-lab.js';
import {lan} from '../support/kinds-objects.js';
import {startLab, whyNoLab, type Lab} from '../support/lab.js';

type Probe = {from: string; to: string; predicted: string; share: number; end: string; differs: boolean};
type Reason = {kind: string; text: string; command: string[] | null};
type Cell = {from: string; to: string; verdict: string; reasons: Reason[]; probes: Probe[]};
type Change = {from: string; to: string; before: string | null; after: string | null};
type Answer = {matrix: {senders: string[]; targets: string[]; cells: Cell[]}; changes: Change[] | null};

const without = whyNoLab();
let program: Awaited<ReturnType<typeof buildProgram>>;
let lab: Lab;

function run<T>(...args: string[]): {exit: number | null; json: T; stderr: string} {
	const {exit, stdout, stderr} = lab.exec([process.execPath, resolve(program.file), '--json', ...args]);
	return {exit, stderr, json: JSON.parse(stdout) as T};
}

const cellsOf = (...more: string[]): readonly Cell[] =>
	run<Answer>('reach', '--matrix', '--probe', ...more).json.matrix.cells;

const cell = (cells: readonly Cell[], from: string, to: string): Cell | undefined =>
	cells.find(each => each.from.includes(from) && each.to === to);

/** Every packet that was sent met what was predicted for it. */
function agree(cells: readonly Cell[]): void {
	const sent = cells.flatMap(({probes}) => probes).filter(({end}) => end !== 'unsent');
	expect(sent.length).toBeGreaterThan(120);
	expect(new Set(sent.map(({predicted}) => predicted))).toEqual(new Set(['reaches', 'blocked']));
	expect(cells.flatMap(({probes}) => probes.filter(({differs}) => differs))).toEqual([]);
	// What is certain was seen: nothing that was predicted to reach went without an answer, and the other way round.
	for (const {predicted, share, end, from, to} of sent) {
		// Of a service with endpoints of both kinds chance decides.
		if (share > 0 && share < 1) continue;
		if (predicted === 'reaches') expect(`${from} ${to} ${end}`).toBe(`${from} ${to} answered`);
		else expect(`${from} ${to} ${end}`).not.toBe(`${from} ${to} answered`);
	}
}

describe.skipIf(without !== undefined)(
	`who reaches whom in the lab${without === undefined ? '' : `: ${without}`}`,
	() => {
		beforeAll(async () => {
			program = await buildProgram('headless');
			lab = startLab('--pods', '6', '--profile', 'full');
		});
		afterAll(() => {
			lab.down();
			program.remove();
		});

		test('iptables mode: the matrix equals real packets, a network policy among them', () => {
			const cells = cellsOf();
			agree(cells);
			const refused = cell(cells, 'default/demo', 'svc/kube-system/metrics-server');
			expect(refused).toMatchObject({verdict: 'blocked', reasons: [{kind: 'network-policy'}]});
			expect(cell(cells, 'default/demo', 'svc/default/demo')?.verdict).toBe('reaches');
		}, 200_000);

		test('a rule that somebody puts in is what changed', () => {
			const file = `/tmp/reach-${process.pid}.json`;
			expect(run<Answer>('reach', '--matrix', '--save', file).exit).toBe(0);
			const rule = ['FORWARD', '-s', '10.244.0.6', '-d', '10.244.0.3', '-p', 'tcp', '--dport', '80', '-j', 'REJECT'];
			expect(lab.exec(['iptables', '-I', ...rule]).exit).toBe(0);
			const {exit, json} = run<Answer>('reach', '--matrix', '--compare', file);
			expect(lab.exec(['iptables', '-D', ...rule]).exit).toBe(0);
			lab.exec(['rm', '-f', file]);
			expect(exit).toBe(1);
			expect(json.changes?.length).toBeGreaterThan(0);
			for (const {from, before, after} of json.changes ?? []) {
				expect([from.includes('default/demo'), before, after]).toEqual([true, 'reaches', 'blocked']);
			}
		}, 200_000);

		test('a namespace that is no pod: what it sends is walked in it, and what listens there is found', () => {
			const ip = (...words: string[]): void => expect(lab.exec(['ip', ...words])).toMatchObject({exit: 0});
			ip('netns', 'add', 'blue');
			try {
				ip('link', 'add', 'vblue', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', 'blue');
				ip('addr', 'add', '198.18.7.1/24', 'dev', 'vblue');
				ip('link', 'set', 'vblue', 'up');
				ip('-n', 'blue', 'addr', 'add', '198.18.7.2/24', 'dev', 'eth0');
				ip('-n', 'blue', 'link', 'set', 'eth0', 'up');
				type Asked = {verdict: string; predicted: string; probes: Probe[]; reasons: Reason[]};
				const asked = (from: string, to: string): Asked => run<Asked>('reach', from, to, '--probe').json;
				// Without a route it does not leave; with one it comes to the pod.
				const pod = '10.244.0.3:8080';
				expect(asked('netns/blue', pod)).toMatchObject({predicted: 'blocked', reasons: [{kind: 'own-route'}]});
				ip('-n', 'blue', 'route', 'add', 'default', 'via', '198.18.7.1');
				const there = asked('netns/blue', pod);
				expect(there.probes).toMatchObject([{differs: false, from: 'netns/blue'}]);
				expect(there.predicted).toBe(there.probes[0]?.end === 'answered' ? 'reaches' : 'blocked');
				expect(asked('host', 'netns/blue:80')).toMatchObject({
					predicted: 'blocked',
					reasons: [{kind: 'unheard'}],
					probes: [{end: 'refused'}],
				});
			} finally {
				lab.exec(['ip', 'netns', 'delete', 'blue']);
			}
		}, 100_000);

		test('path from outside is blocked where a rule for outside refuses it', () => {
			const rule = ['FORWARD', '-i', 'enp1s0', '-o', 'kube-bridge', '-p', 'tcp', '--dport', '80', '-j', 'REJECT'];
			expect(run<{reach: {verdict: string}}>('path', 'nodeport:30094')).toMatchObject({exit: 0});
			expect(lab.exec(['iptables', '-I', ...rule]).exit).toBe(0);
			const blocked = run<{reach: {verdict: string; reasons: Reason[]}}>('path', 'nodeport:30094');
			const here = run<{reach: {verdict: string}}>('path', 'nodeport:30094', '--from', 'host');
			expect(lab.exec(['iptables', '-D', ...rule]).exit).toBe(0);
			expect(blocked).toMatchObject({exit: 1, json: {reach: {verdict: 'blocked', reasons: [{kind: 'rule'}]}}});
			expect(blocked.json.reach.reasons[0]?.command).toEqual(['iptables', '-t', 'filter', '-S', 'FORWARD', '-v']);
			expect(here).toMatchObject({exit: 0, json: {reach: {verdict: 'reaches'}}});
		}, 200_000);

		test('nftables mode: the matrix equals real packets', () => {
			expect(lab.exec(['nft', 'delete', 'table', 'ip', 'nat']).exit).toBe(0);
			expect(lab.exec(['nft', '-f', '-'], {input: lab.rules('nft')}).exit).toBe(0);
			agree(cellsOf());
		}, 200_000);
	},
);

describe.skipIf(without !== undefined)(
	`services of every kind with IPv4 and IPv6 in the lab${without === undefined ? '' : `: ${without}`}`,
	() => {
		let own: Awaited<ReturnType<typeof buildProgram>>;
		let kinds: KindsLab;
		beforeAll(async () => {
			own = await buildProgram('headless');
			kinds = startKindsLab();
		});
		afterAll(() => {
			kinds?.down();
			own?.remove();
		});

		// Half of the questions each; test/long/reach-pairs-lab.test.ts asks all pairs in both modes.
		test.each([
			['iptables', 0],
			['nftables', 1],
		] as const)(
			'%s mode, with policies: host ports, node ports and the rest meet what was said of them',
			async (mode, part) => {
				kinds.set({mode, policies: true});
				const {wrong, right, unknown} = await somePairs(
					kinds.host(own.file),
					questions(lan).filter((_, at) => at % 2 === part),
				);
				expect(wrong).toEqual([]);
				expect(right).toBeGreaterThan(12);
				expect(unknown).toBeLessThan(right / 4);
			},
			200_000,
		);
	},
);

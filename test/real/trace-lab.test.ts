import {spawnSync} from 'node:child_process';
import {chmodSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {buildProgram} from '../support/build-program.js';
import {startLab, whyNoLab, type Lab} from '../support/lab.js';

type RuleJson = {
	family: string;
	table: string;
	chain: string;
	index: number | null;
	handle: number | null;
	text: string;
};
type HopJson = RuleJson & {hook: string; verdict: string; kind: string};
type Answer = {
	packet: {from: string; to: string; port: number; interface: string | null};
	hops: HopJson[];
	verdict: string;
	by: RuleJson | null;
	gone: boolean;
	leftover: boolean;
	sent: number | null;
	reply: string | null;
	expected: {verdict: string; by: RuleJson | null; unread: number};
	error?: {code: string};
};

const without = whyNoLab();
let program: Awaited<ReturnType<typeof buildProgram>>;
let lab: Lab;

const argv = (...args: string[]): string[] => [
	process.execPath,
	resolve(program.file),
	'--json',
	'trace',
	...args,
	'--yes',
];

function trace(...args: string[]): {exit: number | null; json: Answer; stderr: string} {
	const {exit, stdout, stderr} = lab.exec(argv(...args));
	return {exit, stderr, json: JSON.parse(stdout) as Answer};
}

const tables = (): string => lab.exec(['nft', 'list', 'tables']).stdout;

/** The rule with that handle, as nft itself lists it. */
const listed = ({family, table, chain, handle}: RuleJson): string =>
	lab
		.exec(['nft', '-a', 'list', 'chain', family, table, chain])
		.stdout.split('\n')
		.find(line => line.endsWith(`# handle ${handle}`)) ?? '';

describe.skipIf(without !== undefined)(`a live trace in the lab${without === undefined ? '' : `: ${without}`}`, () => {
	beforeAll(async () => {
		program = await buildProgram('headless');
		// The ordinary user reads the program too.
		chmodSync(dirname(program.file), 0o755);
		lab = startLab('--pods', '4', '--profile', 'full');
	});
	afterAll(() => {
		lab.down();
		program.remove();
	});

	/** What-if walked the same packet and came to the same. */
	const agrees = ({verdict, by, expected}: Answer): void => {
		expect(expected.unread).toBe(0);
		const same: Readonly<Record<string, readonly string[]>> = {
			delivered: ['delivered', 'arrives', 'leaves'],
			unanswered: ['unheard', 'astray', 'leaves'],
		};
		expect(same[verdict] ?? [verdict]).toContain(expected.verdict);
		// What a person calls the rule is told of the rule that the kernel applied.
		const place = (rule: Answer['by']) => rule && {...rule, handle: null, meaning: undefined};
		expect(place(expected.by)).toEqual(place(by));
	};

	test('a node port from outside is delivered', () => {
		const {exit, json, stderr} = trace('nodeport:30094', '--from', '192.168.122.1');
		expect(exit).toBe(0);
		expect(json).toMatchObject({verdict: 'delivered', by: null, gone: true, leftover: false, sent: 0});
		expect(json.packet).toMatchObject({
			from: '192.168.122.1',
			to: '192.168.122.161',
			port: 30_094,
			interface: 'enp1s0',
		});
		const ways = json.hops.map(({chain, verdict}) => `${chain} ${verdict}`);
		expect(ways).toContain('KUBE-NODEPORTS jump KUBE-EXT-73JNOU5FOFXIWZLE');
		expect(ways).toContain('KUBE-SEP-4BM33MODP4BKIE3G dnat 10.244.0.6:80');
		expect(ways.at(-1)).toBe('KUBE-POSTROUTING masquerade');
		expect([...new Set(json.hops.map(({hook}) => hook))]).toEqual(['prerouting', 'forward', 'postrouting']);
		for (const hop of json.hops.filter(({kind}) => kind === 'rule')) expect(listed(hop)).not.toBe('');
		// What changes the host was told before.
		expect(stderr).toContain('create table inet k0s_tui_trace');
		expect(tables()).not.toContain('k0s_tui');
		agrees(json);
	});

	test('a packet that a policy refuses: the rule of that pod', () => {
		const {exit, json} = trace('10.244.0.5:80', '--from', '10.244.0.4');
		expect(exit).toBe(1);
		expect(json.verdict).toBe('rejected');
		expect(json.by?.text).toContain('rule to REJECT traffic destined for POD name:metrics-server');
		expect(json.by && listed(json.by)).toContain('reject');
		agrees(json);
	});

	test('from a pod, through the bridge: one packet under two trace ids', () => {
		for (const target of ['10.100.10.1:80', '10.244.0.3:80']) {
			const {exit, json} = trace(target, '--from', '10.244.0.6');
			expect(json, target).toMatchObject({verdict: 'delivered', reply: 'answered', by: null});
			expect(exit).toBe(0);
			expect([...new Set(json.hops.map(({hook}) => hook))]).toEqual(
				expect.arrayContaining(['prerouting', 'forward', 'postrouting']),
			);
			agrees(json);
		}

		// To the router, a namespace of this host behind a veth without a bridge: nobody listens there.
		const {exit, json} = trace('192.168.122.1:8000', '--from', '10.244.0.6');
		expect(json).toMatchObject({verdict: 'unanswered', reply: 'refused', expected: {verdict: 'unheard'}});
		expect(exit).toBe(1);
		agrees(json);
	});

	test('a service without endpoints', () => {
		const {exit, json} = trace('shop/empty');
		expect(exit).toBe(1);
		expect(json).toMatchObject({verdict: 'rejected', packet: {to: '10.100.10.4', port: 80, interface: null}});
		expect(json.by).toMatchObject({family: 'ip', table: 'filter', chain: 'KUBE-SERVICES', index: 0});
		expect(json.by?.text).toContain('shop/empty:http has no endpoints');
		agrees(json);
	});

	test('to this host itself: out and in again', () => {
		const {exit, json} = trace('192.168.122.161:31000');
		// It comes in, but nobody listens in the lab.
		expect(exit).toBe(1);
		expect(json).toMatchObject({verdict: 'unanswered', by: null, reply: 'refused', expected: {verdict: 'unheard'}});
		expect([...new Set(json.hops.map(({hook}) => hook))]).toEqual(['output', 'postrouting', 'input']);
		expect(json.hops.at(-1)).toMatchObject({chain: 'KUBE-NODEPORTS', verdict: 'accept'});
		agrees(json);
	});

	test('udp', () => {
		const {exit, json} = trace('kube-system/kube-dns:dns');
		expect(exit).toBe(1);
		expect(json).toMatchObject({verdict: 'unanswered', reply: 'refused', expected: {verdict: 'unheard'}});
		expect(json.hops.map(({verdict}) => verdict)).toContain('dnat 10.244.0.3:53');
		agrees(json);
	});

	test('a drop by the chain’s policy, and by a rule of nftables’ own', () => {
		lab.exec(['nft', '-f', '-'], {
			input: `table inet mine {
				chain in { type filter hook input priority 5; policy drop; tcp dport 4000 accept; tcp dport 4001 counter drop comment "not (verdict accept)"; ct state established accept; }
			}`,
		});
		const rule = trace('192.168.122.161:4001').json;
		const policy = trace('192.168.122.161:4002').json;
		lab.exec(['nft', 'delete', 'table', 'inet', 'mine']);
		expect(rule).toMatchObject({verdict: 'dropped', by: {family: 'inet', table: 'mine', chain: 'in', index: 1}});
		expect(policy).toMatchObject({
			verdict: 'dropped',
			by: {table: 'mine', chain: 'in', index: null, text: 'policy drop'},
		});
		agrees(rule);
		agrees(policy);
	});

	test('nobody here has the address: the next packet is awaited', () => {
		const run = lab.exec([
			'bash',
			'-c',
			`folder=$(mktemp -d); ( until grep -q listening "$folder/said" 2>/dev/null; do sleep 0.1; done
			timeout 1 bash -c 'exec 3<>/dev/tcp/10.109.65.191/80' ) &
			"$@" 2>"$folder/said"; wait; rm -r "$folder"`,
			'await',
			...argv('10.109.65.191:80', '--await'),
		]);
		const json = JSON.parse(run.stdout) as Answer;
		expect(json).toMatchObject({verdict: 'delivered', sent: null, gone: true});
		expect(json.hops.map(({verdict}) => verdict)).toContain('dnat 10.244.0.6:80');
	});

	test('two at once: the second says so, and spoils nothing', () => {
		const run = lab.exec([
			'bash',
			'-c',
			'first=$(mktemp); "$@" >"$first" 2>/dev/null & until nft list table inet k0s_tui_trace >/dev/null 2>&1; do sleep 0.05; done; "$@" 2>/dev/null; echo "exit $?"; wait; cat "$first"; rm "$first"',
			'twice',
			...argv('192.168.122.77:80'),
		]);
		const [second = '', exit, first = ''] = run.stdout.trim().split('\n');
		expect(exit).toBe('exit 3');
		expect((JSON.parse(second) as Answer).error?.code).toBe('busy');
		expect(JSON.parse(first)).toMatchObject({gone: true});
		expect(tables()).not.toContain('k0s_tui');
	});

	test('two begun in the same moment: one of them traces', () => {
		const run = lab.exec([
			'bash',
			'-c',
			'other=$(mktemp); "$@" >"$other" 2>/dev/null & "$@" 2>/dev/null; wait; cat "$other"; rm "$other"',
			'race',
			...argv('192.168.122.77:80'),
		]);
		const answers = run.stdout
			.trim()
			.split('\n')
			.map(each => JSON.parse(each) as Answer);
		expect(answers.map(({error}) => error?.code ?? 'traced').sort()).toEqual(['busy', 'traced']);
		expect(answers.find(({error}) => !error)).toMatchObject({gone: true, verdict: 'unanswered'});
		expect(tables()).not.toContain('k0s_tui');
	});

	test('an ordinary user is told that it needs root', () => {
		const {exit, stdout} = lab.exec(argv('10.100.10.4:80'), {user: 65_534});
		expect(exit).toBe(3);
		expect((JSON.parse(stdout) as Answer).error?.code).toBe('needs-root');
	});

	test('a table that was left behind is found and removed', () => {
		lab.exec(['nft', 'add', 'table', 'inet', 'k0s_tui_trace']);
		expect(trace('10.100.10.4:80').json).toMatchObject({leftover: true, gone: true, verdict: 'rejected'});
		expect(tables()).not.toContain('k0s_tui');
	});

	/** Starts a trace whose packet nobody answers, waits until the table is there, and kills by `kill -9`. */
	const killed = (whom: string): void => {
		const {stdout} = lab.exec([
			'bash',
			'-c',
			`"$@" >/dev/null 2>&1 & program=$!; until nft list table inet k0s_tui_trace >/dev/null 2>&1; do sleep 0.05; done
			script=$(pgrep -f '^[^ ]*sh -s -- [0-9a-f]{32} create'); echo "script $script"; kill -9 ${whom}; nft list tables`,
			'killed',
			...argv('192.168.122.77:80'),
		]);
		expect(stdout).toMatch(/^script \d+$/m);
		expect(stdout).toContain('k0s_tui_trace');
	};

	const goneWithin = (seconds: number): void => {
		const {exit} = lab.exec([
			'bash',
			'-c',
			`for i in $(seq ${seconds * 10}); do nft list table inet k0s_tui_trace >/dev/null 2>&1 || exit 0; sleep 0.1; done; exit 1`,
		]);
		expect(exit).toBe(0);
	};

	test('kill -9 of the program: the script still takes the table away', () => {
		killed('$program');
		goneWithin(5);
	});

	test('kill -9 of the program and of the script: the guard takes it away', () => {
		killed('$program $script');
		goneWithin(22);
		expect(lab.exec(['pgrep', '-f', 'nft -a monitor']).exit).toBe(1);
	});

	describe('with firewalld', () => {
		let ready = 1;
		beforeAll(() => {
			const env = {...process.env, LAB_NAME: lab.name, NODE: process.execPath};
			const run = (name: string, ...args: string[]): number | null =>
				spawnSync(fileURLToPath(new URL(`../lab/${name}`, import.meta.url)), args, {env, timeout: 60_000}).status;
			ready = run('firewalld-in-lab.sh') ?? 1;
			// Its reload took the rules of Kubernetes away.
			expect(run('lab.sh', 'rules', '--pods', '4', '--profile', 'full')).toBe(0);
		});

		test('a port that no zone opens is refused by the zone', ({skip}) => {
			if (ready === 77) skip('no firewalld here');
			expect(ready).toBe(0);
			const {exit, json} = trace('192.168.122.161:8080', '--from', '192.168.122.1');
			expect(exit).toBe(1);
			expect(json.verdict).toBe('rejected');
			expect(json.by).toMatchObject({family: 'inet', table: 'firewalld', text: 'reject with icmpx admin-prohibited'});
			expect(json.by?.chain).toMatch(/^filter_IN/);
			expect(json.by && listed(json.by)).toContain('reject with icmpx admin-prohibited');
			agrees(json);
		});

		test('an opened port and a node port pass both', ({skip}) => {
			if (ready === 77) skip('no firewalld here');
			for (const target of ['192.168.122.161:6443', 'nodeport:30094']) {
				const {json} = trace(target, '--from', '192.168.122.1');
				// Nobody listens on 6443 in the lab.
				expect(json.verdict).toBe(target.startsWith('nodeport') ? 'delivered' : 'unanswered');
				expect(json.hops.some(({table}) => table === 'firewalld')).toBe(true);
				agrees(json);
			}
		});
	});
});

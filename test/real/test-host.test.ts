import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {open} from '../support/pty.js';
import {partOf} from '../support/series.js';
import {loaded} from '../support/session.js';
import {startTestHost, whyNoTestHost, type Ran, type TestHost, type User} from '../support/test-host.js';

type Json = Record<string, unknown> & {readonly host: {readonly name: string; readonly user: string}};
type Step = {id: string; state: string; commands: Array<{argv: string[]}>};
type Check = {id: string; group: string; result: string; found: string};
type Pod = {namespace: string; name: string; ip: string};
type Namespace = {
	pod: {namespace: string; name: string} | null;
	pids: number[] | null;
	links: Array<{name: string; addresses: string[]}> | null;
};
type Table = {name: string; owner: string | null; chains: Array<{name: string; rules: unknown[]}>};

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
let host: TestHost;

/** A headless command with `--json`: one object on standard output, whatever the exit code. */
async function ask(args: readonly string[], user: User = 'root'): Promise<Ran & {readonly json: Json}> {
	const ran = await host.tui([...args, '--json'], {user});
	const json = JSON.parse(ran.stdout) as Json;
	expect(json['schema']).toBe(`k0s-tui/${args[0]}/1`);
	expect(json.host.name).toBe('centos10.home.local');
	expect(json.host.user).toBe(user);
	return {...ran, json};
}

/** Each is answered with 200: no error to curl. */
const wrongDownloads = {
	'not in the list': {noSum: true},
	'another digest': {badSum: true},
	'listed twice': {doubleSum: true},
	'another processor': {wrongArch: true},
	'one bit turned': {flip: 3_000_000},
	'a page of a portal': {html: ['binary']},
	'cut short': {truncate: 100_000},
};

const stepOf = (json: Json, id: string): Step => {
	const step = (json['steps'] as Step[]).find(candidate => candidate.id === id);
	if (!step) throw new Error(`the plan has no step ${id}`);
	return step;
};
const checksOf = (json: Json, group: string): Check[] =>
	(json['checks'] as Check[]).filter(check => check.group === group);
const answersFromOutside = async (port: number): Promise<Ran> =>
	host.lan(['curl', '-sS', '--max-time', '3', `http://${host.address}:${port}`]);

describe.skipIf(without !== undefined)(`a server before the first step${reason}`, () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'fresh', faults: {}});
	});
	afterAll(() => {
		host.down();
	});

	test('its services run, and all three users log in on a terminal', async () => {
		expect(await host.must(['systemctl', 'is-system-running'])).toBe('running\n');
		expect(await host.must(['firewall-cmd', '--state'])).toBe('running\n');
		expect((await host.exec(['firewall-cmd', '--state'], {user: 'operator'})).exit).toBe(253);
		expect((await host.exec(['sudo', '-n', 'id', '-u'], {user: 'admin'})).stdout).toBe('0\n');
		expect((await host.exec(['sudo', '-n', 'id', '-u'], {user: 'operator'})).exit).toBe(1);
		const password = await host.exec(['sudo', '-S', 'id', '-u'], {user: 'operator', input: 'operator\n'});
		expect(password.stdout).toBe('0\n');
		for (const user of ['root', 'operator', 'admin'] as const) {
			const {stdout} = await host.login(user, ['sh', '-c', 'id -un; tty']);
			expect(stdout).toMatch(new RegExp(`^${user}\r?\n/dev/pts/`));
		}
	});

	test('its firewall is enforced: a port is closed to the neighbour until it is opened', async () => {
		const serve = "require('http').createServer((q, s) => s.end('here')).listen(8099, '0.0.0.0')";
		await host.must(['systemd-run', '--unit=probe', 'node', '-e', serve]);
		await host.until(['curl', '-sS', '--max-time', '1', 'http://127.0.0.1:8099']);
		expect((await answersFromOutside(8099)).exit).toBe(7);
		await host.must(['firewall-cmd', '--zone=public', '--add-port=8099/tcp']);
		expect((await answersFromOutside(8099)).stdout).toBe('here');
		await host.must(['firewall-cmd', '--reload']);
		expect((await answersFromOutside(8099)).exit).toBe(7);
		await host.must(['systemctl', 'stop', 'probe']);
	});

	test.skipIf(!loaded.spawn)(
		'over ssh on a terminal (needs a pseudo-terminal here): S hands it to sudo, and the same screen goes on as root',
		async () => {
			const [file = '', ...parameters] = host.ssh('operator');
			const session = open(file, [...parameters, ...host.tuiArgv]);
			await session.see('not root', 20_000);
			session.type('S');
			await session.see('[sudo] password for operator:');
			session.type('operator\r');
			await session.gone('[sudo]', 20_000);
			await session.until(() => /Root or sudo +root/.test(session.screen()), 'the check of root', 20_000);
			expect(session.screen()).not.toContain('not root');
			session.type('q');
			expect((await session.closed(10_000)).exitCode).toBe(0);
			await session.see('Nothing was changed on this host.');
		},
	);

	test('info tells root, a user whose sudo asks, and one whose sudo does not', async () => {
		const privileges = async (user: User): Promise<unknown> => (await ask(['info'], user)).json['privileges'];
		expect(await privileges('root')).toMatchObject({user: 'root', uid: 0, root: true});
		expect(await privileges('operator')).toMatchObject({root: false, sudo: 'with-password-or-not-allowed'});
		expect(await privileges('admin')).toMatchObject({root: false, sudo: 'without-password'});
	});

	test.each(['root', 'operator'] as const)('status as %s: there is no k0s, and everybody can tell', async user => {
		const {exit, json} = await ask(['status'], user);
		expect(exit).toBe(1);
		expect(json).toMatchObject({verdict: 'not-installed', node: null, pods: null, containers: null});
	});

	test('check as root: nothing failed, nothing unknown in the firewall', async () => {
		const {exit, json} = await ask(['check']);
		expect(exit).toBe(0);
		expect(json['summary']).toMatchObject({fail: 0});
		expect(checksOf(json, 'firewall').length).toBeGreaterThan(5);
		expect(checksOf(json, 'firewall').filter(({result}) => result === 'unknown')).toEqual([]);
	});

	test('check as an ordinary user: what needs root is unknown, never passed', async () => {
		const {exit, json} = await ask(['check'], 'operator');
		expect(exit).toBe(0);
		const results = Object.fromEntries((json['checks'] as Check[]).map(({id, result}) => [id, result]));
		expect(results).toMatchObject({
			root: 'warn',
			firewalld: 'unknown',
			'firewall-pods': 'unknown',
			'firewall-interface': 'unknown',
			'firewall-default-zone': 'unknown',
			'firewall-permanent': 'unknown',
			'firewall-reload': 'unknown',
			'firewall-forward': 'unknown',
			'kube-chains': 'unknown',
		});
	});

	test('a port that a process holds fails that check and no other', async () => {
		const failed = async (): Promise<Check[]> =>
			((await ask(['check'])).json['checks'] as Check[]).filter(({result}) => result === 'fail');
		expect(await failed()).toEqual([]);
		await host.must(['systemd-run', '--unit=thief', 'busybox', 'nc', '-ll', '-p', '6443', '-e', 'true']);
		await host.until(['sh', '-c', 'ss -Hltn sport = :6443 | grep -q .']);
		const [first, ...others] = await failed();
		await host.must(['systemctl', 'stop', 'thief']);
		expect(others).toEqual([]);
		expect(first).toMatchObject({id: 'ports-control-plane', found: expect.stringMatching(/6443 by busybox/)});
	});

	test('plan: its own commands fetch the release, and only the right one is verified', async () => {
		const {json} = await ask(['plan']);
		const {state, commands} = stepOf(json, 'download');
		expect(state).toBe('todo');
		const states: Record<string, string> = {};
		const tried = partOf(Object.entries(wrongDownloads), 3);
		for (const [name, faults] of [...tried, ['right', {}] as const]) {
			await host.downloads(faults);
			for (const {argv} of commands) await host.must(argv);
			const plan = (await ask(['plan'])).json;
			states[name] = stepOf(plan, 'download').state;
			expect(stepOf(plan, 'place').state).toBe('todo');
			if (name !== 'right') await host.must(['sh', '-c', 'rm /usr/local/bin/.k0s-*']);
		}

		// A page has no release's headers: there is nothing to fetch.
		const wrong = tried.map(([name]) => [name, name === 'a page of a portal' ? 'blocked' : 'todo']);
		expect(states).toEqual({...Object.fromEntries(wrong), right: 'done'});
	});

	test.each([
		['no such release', {notFound: true}],
		['a page instead of the version', {html: ['stable']}],
		['a certificate that nobody signed', {tls: 'untrusted'}],
		['a certificate of another name', {tls: 'other-name'}],
		['a dropped connection', {refuse: true}],
		['a redirect away from https', {redirectHttp: true}],
	])('plan says that there is nothing to fetch: %s', async (_what, faults) => {
		await host.must(['sh', '-c', 'rm -f /usr/local/bin/.k0s-*']);
		await host.downloads(faults);
		const {exit, json} = await ask(['plan']);
		expect(exit).toBe(0);
		expect(stepOf(json, 'download')).toMatchObject({state: 'blocked', commands: []});
	});

	test('the packet filter: firewalld alone for root, nothing for an ordinary user', async () => {
		const {exit, json} = await ask(['nftables']);
		expect(exit).toBe(0);
		expect((json['tables'] as Table[]).map(({name, owner}) => [name, owner])).toEqual([['firewalld', 'firewalld']]);
		const ordinary = await ask(['nftables'], 'operator');
		expect(ordinary.exit).toBe(3);
		expect(ordinary.json['error']).toMatchObject({code: 'needs-root'});
		expect(ordinary.json['tables']).toBeUndefined();
	});
});

describe.skipIf(without !== undefined)(`a server that becomes a node by hand${reason}`, () => {
	beforeAll(async () => {
		host = await startTestHost({
			name: 'node',
			profile: 'containerd',
			faults: {},
			switches: {readySeconds: 2, nodePort: 30094},
		});
	});
	afterAll(() => {
		host.down();
	});

	test('from nothing to healthy', async () => {
		const script = "curl --proto '=https' --tlsv1.2 -sSf https://get.k0s.sh | sh";
		expect(await host.must(['sh', '-c', script])).toContain('k0s is now executable');
		expect((await ask(['status'])).json).toMatchObject({verdict: 'not-installed', k0s: {version: 'v1.34.1+k0s.0'}});
		await host.must(['k0s', 'install', 'controller', '--enable-worker', '--no-taints']);
		expect((await ask(['status'])).json).toMatchObject({verdict: 'stopped'});
		await host.must(['k0s', 'start']);
		const {exit, json} = await ask(['status', '--wait=60']);
		expect(exit).toBe(0);
		expect(json).toMatchObject({verdict: 'healthy', reasons: [], node: {name: 'centos10.home.local', ready: true}});
	});

	test('status shows the pods and containers that kubectl and ctr show', async () => {
		const nodes = JSON.parse(await host.must(['k0s', 'kubectl', 'get', 'nodes', '-o', 'json'])) as {items: unknown[]};
		expect(nodes.items).toHaveLength(1);
		const columns = 'custom-columns=N:.metadata.name,I:.status.podIP';
		const pods = await host.must(['k0s', 'kubectl', 'get', 'pods', '-A', '--no-headers', '-o', columns]);
		const ids = await host.must(['k0s', 'ctr', 'container', 'list', '-q']);
		const {json} = await ask(['status']);
		const lines = (json['pods'] as Pod[]).map(({name, ip}) => `${name} ${ip}`);
		expect(lines.sort()).toEqual(
			pods
				.trim()
				.split('\n')
				.map(line => line.replace(/ +/, ' '))
				.sort(),
		);
		expect((json['containers'] as Array<{id: string}>).map(({id}) => id).sort()).toEqual(ids.trim().split('\n').sort());
		expect((json['images'] as unknown[]).length).toBeGreaterThan(5);
	});

	test('network: the namespace of each pod, with its name and its address', async () => {
		const {exit, json} = await ask(['network']);
		expect(exit).toBe(0);
		const found = (json['namespaces'] as Namespace[])
			.filter(({pod}) => pod !== null)
			.map(({pod, links}) => `${pod?.name} ${links?.find(({name}) => name === 'eth0')?.addresses[0]?.split('/')[0]}`);
		const pods = (await ask(['status'])).json['pods'] as Pod[];
		const own = pods.filter(({ip}) => ip.startsWith('10.244.')).map(({name, ip}) => `${name} ${ip}`);
		expect(own).toHaveLength(3);
		expect(found.sort()).toEqual(own.sort());
	});

	test('nftables: the rules of firewalld and of Kubernetes, as many as the tools have', async () => {
		const {exit, json} = await ask(['nftables']);
		expect(exit).toBe(0);
		const nat = (json['tables'] as Table[]).find(({name}) => name === 'nat');
		const saved = await host.must(['iptables-nft-save', '-t', 'nat']);
		expect(nat?.chains.flatMap(({rules}) => rules)).toHaveLength(saved.match(/^-A /gm)?.length ?? -1);
		expect(nat?.chains.map(({name}) => name)).toContain('KUBE-SERVICES');
		expect((json['tables'] as Table[]).map(({name}) => name)).toContain('firewalld');
	});

	test('plan: all but the firewall is done', async () => {
		const {json} = await ask(['plan']);
		const open = (json['steps'] as Step[]).filter(({state}) => state !== 'done').map(({id}) => id);
		expect(open).toEqual(['firewall-trial', 'firewall-commit']);
	});

	test('an ordinary user is told that he cannot tell, and sees nothing that is not so', async () => {
		const status = await ask(['status'], 'operator');
		expect(status.exit).toBe(1);
		expect(status.json).toMatchObject({verdict: 'unknown', pods: null, containers: null, images: null, node: null});
		const network = await ask(['network'], 'operator');
		expect(network.exit).toBe(1);
		const named = (network.json['namespaces'] as Namespace[]).filter(({pod, pids}) => pod !== null || pids !== null);
		expect(named).toEqual([]);
		expect((await ask(['nftables'], 'operator')).exit).toBe(3);
	});

	test('a NodePort answers the neighbour though no zone opens it', async () => {
		await host.must(['k0s', 'kubectl', 'create', 'deployment', 'demo', '--image=httpd', '--port=80']);
		await host.must(['k0s', 'kubectl', 'rollout', 'status', 'deployment/demo', '--timeout=30s']);
		await host.must(['k0s', 'kubectl', 'expose', 'deployment', 'demo', '--type=NodePort']);
		await host.until(['curl', '-sSf', '--max-time', '2', 'http://127.0.0.1:30094']);
		expect((await answersFromOutside(30_094)).stdout).toContain('It works!');
		expect((await answersFromOutside(6443)).exit).toBe(7);
	});

	test.each([
		['the API server does not answer', {apiDown: true}],
		['the node is not ready', {nodeNotReady: true}],
	])('status while %s: exit 1 and a reason', async (_what, switches) => {
		await host.switches(switches);
		await host.until(['sh', '-c', '! k0s kubectl get nodes | grep -q " Ready "']);
		const {exit, json} = await ask(['status']);
		expect(exit).toBe(1);
		expect(['degraded', 'starting']).toContain(json['verdict']);
		expect(json['reasons']).not.toEqual([]);
		await host.switches({});
		await host.until(['k0s', 'kubectl', 'get', 'nodes'], 20_000, stdout => / Ready /.test(stdout));
	});

	test('a start that ends at once: degraded, and the log says why', async () => {
		await host.must(['systemctl', 'stop', 'k0scontroller']);
		await host.switches({
			startCrash: 'failed to start component etcd: listen tcp 127.0.0.1:2379: address already in use',
		});
		await host.must(['k0s', 'start']);
		await host.until(['systemctl', 'show', '-P', 'SubState', 'k0scontroller'], 10_000, state =>
			/auto-restart/.test(state),
		);
		const {exit, json} = await ask(['status']);
		expect(exit).toBe(1);
		expect(json['verdict']).toBe('degraded');
		expect(json['reasons']).toEqual([
			expect.stringContaining('address already in use'),
			expect.stringContaining('keeps crashing after each start'),
		]);
		expect(JSON.stringify(json['errors'])).toContain('address already in use');
		await host.must(['systemctl', 'stop', 'k0scontroller']);
		await host.switches({});
	});

	test.each(['root', 'operator'] as const)('a program that may not be run is not "no k0s", as %s', async user => {
		await host.must(['chmod', '-x', '/usr/local/bin/k0s']);
		const {exit, json} = await ask(['status'], user);
		await host.must(['chmod', '+x', '/usr/local/bin/k0s']);
		expect(exit).toBe(1);
		expect(json).toMatchObject({verdict: 'stopped', unit: {loadState: 'loaded'}});
	});
});

describe.skipIf(without !== undefined)(`a server in cgroup version 2 mode${reason}`, () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'unified', cgroup: 'unified'});
	});
	afterAll(() => {
		host.down();
	});

	test('check reads the version, and the controllers that this machine left for it', async () => {
		const controllers = (await host.must(['cat', '/sys/fs/cgroup/cgroup.controllers'])).trim().split(' ');
		const whole = ['cpu', 'cpuset', 'memory', 'pids'].every(name => controllers.includes(name));
		const {exit, json} = await ask(['check']);
		const results = Object.fromEntries((json['checks'] as Check[]).map(({id, result}) => [id, result]));
		expect(results).toMatchObject({'cgroup-version': 'pass', 'cgroup-controllers': whole ? 'pass' : 'fail'});
		expect(exit).toBe(whole ? 0 : 1);
	});
});

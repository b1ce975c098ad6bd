import {describe, expect, it} from 'vitest';
import {guide, shownFor, trimmed} from './guide.js';
import {fetchK0s, manualClock, server, started, type Server} from './support.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {command} from '../../source/command/command.js';

/** The walk of the guide on a fresh server, and what it looks like on the way. */

const asset = 'https://github.com/k0sproject/k0s/releases/download/v1.34.1+k0s.0/k0s-v1.34.1+k0s.0-amd64';

describe('a fresh server', () => {
	it('has no k0s, no rules and no namespaces', async () => {
		const {run, out} = server('fresh');
		expect((await run('k0s version')).kind).toBe('not-found');
		expect(await out('ip -j netns list')).toBe('[]\n');
		expect(await out('iptables-save -c')).toBe('');
		expect(await out('nft -j list chains')).not.toContain('"chain"');
		expect((await run('curl -sS http://127.0.0.1:30094')).exit).toBe(7);
	});

	it('takes the firewall through the guide, and the zones read as they should', async () => {
		const {run, out} = server('fresh');
		expect(await out('firewall-cmd --get-active-zones')).toBe('public (default)\n  interfaces: enp1s0\n');
		const lines = guide.find(({command: line}) => line.startsWith('firewall-cmd'))?.command.split('\n') ?? [];
		for (const line of lines.filter(one => one !== '')) {
			const outcome = await run(line);
			expect([line, outcome.exit, outcome.stdout]).toEqual([line, 0, 'success\n']);
			if (line === 'firewall-cmd --set-default-zone trusted') {
				expect(await out('firewall-cmd --get-zone-of-interface=enp1s0')).toBe('trusted\n');
			}
		}

		expect(lines.filter(one => one !== '')).toHaveLength(13);
		const ready = await server('ready').out('firewall-cmd --list-all-zones');
		expect(await out('firewall-cmd --list-all-zones')).toBe(ready);
		expect(await out('firewall-cmd --zone=public --list-ports')).toContain('10250/tcp 4789/udp');
	});

	it('downloads in about eight seconds, line by line, and the file is what its checksum says', async () => {
		const {run, out, clock} = server('fresh');
		const lines: string[] = [];
		const began = clock.now();
		const outcome = await run(`curl -fL -o /tmp/k0s ${asset}`, {
			onLine(line, stream) {
				if (stream === 'stderr') lines.push(line);
			},
		});
		expect(outcome.kind).toBe('ok');
		expect(clock.now() - began).toBeGreaterThan(7000);
		expect(clock.now() - began).toBeLessThan(10_000);
		expect(lines.filter(line => line.trim().split(/\s+/).length === 12).length).toBeGreaterThan(10);
		const [digest] = (await out('sha256sum -- /tmp/k0s')).split(' ');
		const sums = await out(
			'curl -fsSL https://github.com/k0sproject/k0s/releases/download/v1.34.1+k0s.0/sha256sums.txt',
		);
		expect(sums).toContain(`${digest} *k0s-v1.34.1+k0s.0-amd64\n`);
		expect((await run('/tmp/k0s version')).kind).toBe('not-permitted');
		await run('chmod 755 -- /tmp/k0s');
		expect(await out('/tmp/k0s version')).toBe('v1.34.1+k0s.0\n');
	});

	it('is k0s 1.34.1 that stable.txt names', async () => {
		expect(await server('fresh').out('curl -fsSL https://docs.k0sproject.io/stable.txt')).toBe('v1.34.1+k0s.0\n');
	});

	it('writes the unit of the guide', async () => {
		const one = server('fresh');
		await fetchK0s(one);
		expect((await one.run('k0s install controller --enable-worker --no-taints')).stdout).toBe('');
		const path = '/etc/systemd/system/k0scontroller.service';
		expect(trimmed(await one.out(`cat ${path}`))).toBe(trimmed(shownFor(`cat ${path}`)));
		expect(await one.out('systemctl is-enabled k0scontroller')).toBe('enabled\n');
	});
});

describe('the start takes its time', () => {
	it('socket, API, node, pods, ready: in that order within fifteen seconds', async () => {
		const one = await started(0);
		const seen: string[] = [];
		const note = (what: string): void => {
			if (seen.at(-1) !== what) seen.push(what);
		};

		for (let second = 0; second < 20; second += 0.5) {
			const status = await one.run('k0s status', {deadline: 200});
			if (status.kind === 'failed') note('no socket');
			else if (status.kind === 'timed-out') note('socket, no answer');
			else {
				const nodes = await one.out('k0s kubectl get nodes --no-headers');
				const pods = await one.out('k0s kubectl get pods -A --no-headers');
				const running = pods.match(/Running/g)?.length ?? 0;
				const all = pods.split('\n').every(line => line === '' || line.includes('1/1'));
				note(nodes === '' ? 'no node' : nodes.includes('NotReady') ? 'node not ready' : 'node ready');
				if (running > 0 && running < 5) note(`${running} running`);
				if (pods !== '' && all && running === 5) note('all ready');
			}

			one.clock.advance(500);
		}

		const order = ['no socket', 'socket, no answer', 'no node', 'node not ready', 'node ready', 'all ready'];
		expect(order.every(what => seen.includes(what))).toBe(true);
		const at = order.map(what => seen.indexOf(what));
		expect(at).toEqual([...at].sort((a, b) => a - b));
		expect(seen.filter(what => what.endsWith('running')).length).toBeGreaterThanOrEqual(2);
	});

	it('pods wait for the node, and say why', async () => {
		const one = await started(8000);
		const pods = await one.out('k0s kubectl get pods -n kube-system');
		expect(pods).toMatch(/coredns-\S+ +0\/1 +Pending/);
		expect(pods).toMatch(/konnectivity-\S+ +0\/1 +ContainerCreating/);
		expect(await one.out('k0s kubectl get nodes -o json')).toContain('cni plugin not initialized');
		expect(await one.out('k0s kubectl get nodes')).toContain('<none>');
		expect(await one.out('k0s kubectl get events -n kube-system')).toContain('untolerated taint');
	});

	it('ends where the ready host stands', async () => {
		const one = await started(60_000);
		const ready = server('ready');
		for (const line of [
			'ip netns',
			'ip -d link show',
			'ip route show',
			'k0s ctr container list',
			'k0s ctr task list',
			'k0s ctr image list',
			'k0s status',
		]) {
			expect([line, await one.out(line)]).toEqual([line, await ready.out(line)]);
		}

		const rules = (text: string): string => text.replaceAll(/^\[\d+:\d+\]|^#.*$/gm, '');
		expect(rules(await one.out('iptables-save -c'))).toBe(rules(await ready.out('iptables-save -c')));
	});

	it('speed divides every wait', async () => {
		const clock = manualClock();
		const host = createSimulatedHost({scenario: 'fresh', clock, speed: 10});
		const began = clock.now();
		await host.execute(command(['curl', '-fsSL', '-o', '/tmp/k0s', asset], 'test', {deadline: 0}));
		expect(clock.now() - began).toBeLessThan(1000);
	});
});

describe('other ways to install', () => {
	async function installedWith(flags: string): Promise<Server> {
		const one = server('fresh');
		await fetchK0s(one);
		await one.run(`k0s install controller ${flags}`);
		await one.run('k0s start');
		one.clock.advance(30_000);
		return one;
	}

	it('--single: without konnectivity, and status says so', async () => {
		const one = await installedWith('--single');
		expect(await one.out('k0s status')).toContain('SingleNode: true');
		const pods = await one.out('k0s kubectl get pods -A');
		expect(pods).not.toContain('konnectivity');
		expect(pods.match(/1\/1/g)).toHaveLength(4);
		expect(await one.out('ss -Hltnup')).not.toContain(':9443');
	});

	it('without --no-taints a deployment finds no node, and its event says why', async () => {
		const one = await installedWith('--enable-worker');
		expect((await one.out('k0s kubectl get pods -A')).match(/1\/1/g)).toHaveLength(5);
		await one.run('k0s kubectl create deployment demo --image=httpd --port=80');
		one.clock.advance(20_000);
		expect(await one.out('k0s kubectl get pods')).toContain('Pending');
		expect(await one.out('k0s kubectl get events')).toContain('node-role.kubernetes.io/control-plane');
	});

	it('another release says its own version everywhere', async () => {
		const one = server('fresh');
		await one.run(`curl -fL -o /usr/local/bin/k0s ${asset.replaceAll('v1.34.1', 'v1.34.0')}`);
		await one.run('chmod 755 /usr/local/bin/k0s');
		await one.run('k0s install controller --single');
		await one.run('k0s start');
		one.clock.advance(30_000);
		expect(await one.out('k0s version')).toBe('v1.34.0+k0s.0\n');
		expect(await one.out('k0s status')).toContain('Version: v1.34.0+k0s.0');
		expect(await one.out('k0s kubectl get nodes')).toContain('v1.34.0+k0s\n');
	});

	it('a controller alone has no node', async () => {
		const one = await installedWith('');
		expect((await one.run('k0s kubectl get nodes')).stderr).toBe('No resources found\n');
		expect(await one.out('k0s status')).not.toContain('Kube-api');
		expect(await one.out('ip netns')).toBe('');
	});
});

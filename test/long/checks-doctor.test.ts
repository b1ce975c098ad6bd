import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {resolver} from '../support/check-breaks.js';
import {lookAt, turned, type Look, type Options} from '../support/check-look.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

/** The same checks as the doctor of a server that runs k0s (the stand-in), and in the other cgroup mode. */
const without = whyNoTestHost();
const title = (what: string): string => (without === undefined ? what : `${what}: ${without}`);
let host: TestHost;
let before: Look;

const look = async (args?: readonly string[], options?: Options): Promise<Look> => lookAt(host, args, options);
const sh = (script: string): Promise<string> => host.must(['sh', '-c', script]);

/** Until k0s is two minutes old: what its start may not have written yet fails no check before. */
const grown = async (): Promise<void> => {
	const property = 'ActiveEnterTimestampMonotonic';
	const since = Number(await host.must(['systemctl', 'show', 'k0scontroller', '--value', '-p', property])) / 1e6;
	await host.until(['cut', '-d.', '-f1', '/proc/uptime'], 130_000, uptime => Number(uptime) - since > 121);
};

const quick = {readySeconds: 1, proxySyncSeconds: 600};

describe.skipIf(without !== undefined)(title('a server that runs k0s'), () => {
	beforeAll(async () => {
		host = await startTestHost({
			name: 'doctor',
			profile: 'containerd',
			k0s: 'ready',
			switches: quick,
		});
		await sh(resolver);
		await look(['--fix', 'firewall-pods', '--yes', '--only', 'firewall-pods']);
		await grown();
		before = await look();
	}, 300_000);
	afterAll(() => {
		host.down();
	});

	test('nothing of it is taken for a leftover, and nothing failed', () => {
		expect([...before.checks.values()].filter(({result}) => result === 'fail')).toEqual([]);
		for (const id of ['k0s-unit', 'data-folder', 'run-folder', 'kube-chains', 'node-name', 'node-address', 'clock']) {
			expect(before.checks.get(id), id).toMatchObject({result: 'pass'});
		}
	});

	test('forwarding is turned off: the remedy turns it on, by a file too', async () => {
		await sh('sysctl -qw net.ipv4.ip_forward=0');
		const broken = await look();
		expect(turned(broken, before)).toEqual({forwarding: 'fail'});
		const fixed = await look(['--fix', 'forwarding', '--yes']);
		expect(fixed.fixes).toMatchObject([{id: 'forwarding', state: expect.stringMatching(/^(done|failed)$/) as string}]);
		expect(await host.must(['sysctl', '-n', 'net.ipv4.ip_forward'])).toBe('1\n');
		expect(await host.must(['cat', '/etc/sysctl.d/99-z-k0s-tui-forwarding.conf'])).toBe('net.ipv4.ip_forward = 1\n');
	});

	test('a reload deletes Kubernetes’ rules: the remedy brings them back', async () => {
		await sh('firewall-cmd --reload');
		const broken = await look();
		expect(broken.checks.get('firewall-reload')).toMatchObject({
			result: 'fail',
			found: expect.stringContaining('its rules are gone') as string,
		});
		expect(turned(broken, before)).toEqual({'firewall-reload': 'fail'});
		const fixed = await look(['--fix', 'firewall-reload', '--yes']);
		expect(fixed.fixes).toMatchObject([{id: 'firewall-reload', state: 'done'}]);
		expect(fixed.checks.get('firewall-reload')?.result).toBe('pass');
	});

	test('the host got another name: the node keeps its own', async () => {
		await host.must(['hostname', 'other.home.local']);
		expect(turned(await look(), before)).toEqual({'node-name': 'fail'});
		await host.must(['hostname', 'centos10.home.local']);
	});

	test('the host got another address', async () => {
		await sh(
			'ip addr add 192.168.122.171/24 dev enp1s0; ip addr del 192.168.122.161/24 dev enp1s0; ip addr add 192.168.122.171/24 dev enp1s0 2>/dev/null; ip route replace default via 192.168.122.1',
		);
		const broken = await look();
		expect(broken.checks.get('node-address')).toMatchObject({
			result: 'fail',
			found: expect.stringContaining('192.168.122.161') as string,
		});
		await sh(
			'ip addr flush dev enp1s0 scope global; ip addr add 192.168.122.161/24 dev enp1s0; ip route replace default via 192.168.122.1',
		);
		expect(turned(await look(), before)).toEqual({});
	});

	test('a proxy of the service without exceptions', async () => {
		await sh(
			"mkdir -p /etc/systemd/system/k0scontroller.service.d; printf '[Service]\\nEnvironment=HTTPS_PROXY=http://p:3128\\n' >/etc/systemd/system/k0scontroller.service.d/proxy.conf; systemctl daemon-reload",
		);
		const broken = await look();
		expect(turned(broken, before)).toEqual({proxy: 'warn'});
		expect(broken.checks.get('proxy')?.found).toContain('10.244.0.0/16');
		await sh('rm -r /etc/systemd/system/k0scontroller.service.d; systemctl daemon-reload');
	});

	test('a certificate near its end, and one that is past it', async () => {
		const folder = '/var/lib/k0s/pki';
		const near = ['-newkey', 'rsa:2048', '-subj', '/CN=near', '-days', '10', '-keyout', '/dev/null'];
		const pem = execFileSync('openssl', ['req', '-x509', '-nodes', ...near], {encoding: 'utf8', stdio: 'pipe'});
		const ended = readFileSync(new URL('../samples/certificate/ended.crt', import.meta.url), 'utf8');
		await host.must(['mkdir', '-p', folder]);
		await host.must(['tee', `${folder}/near.crt`], {input: pem});
		const broken = await look();
		expect(turned(broken, before)).toEqual({certificates: 'warn'});
		expect(broken.checks.get('certificates')?.found).toContain('near.crt');
		await host.must(['tee', `${folder}/ended.crt`], {input: ended});
		const worse = await look();
		expect(turned(worse, before)).toEqual({certificates: 'fail'});
		expect(worse.checks.get('certificates')?.found).toContain('ended.crt');
		expect(worse.checks.get('certificates')?.remedy).not.toBeNull();
		await host.must(['rm', `${folder}/near.crt`, `${folder}/ended.crt`]);
		expect(turned(await look(), before)).toEqual({});
	});

	test('a configuration with a field that k0s does not know', async () => {
		await sh("mkdir -p /etc/k0s; printf 'apiVersion: k0s.k0sproject.io/v1beta1\nspce: {}\n' >/etc/k0s/k0s.yaml");
		const broken = await look();
		expect(turned(broken, before)).toEqual({'k0s-config': 'fail'});
		expect(broken.checks.get('k0s-config')?.found).toContain('spce');
		await sh('rm -r /etc/k0s');
	});

	test('the kubelet is short of disk', async () => {
		await host.switches({...quick, pressure: ['DiskPressure']});
		const conditions = '{.items[0].status.conditions[?(@.type=="DiskPressure")].status}';
		await host.until(['k0s', 'kubectl', 'get', 'nodes', '-o', `jsonpath=${conditions}`], 30_000, out => out === 'True');
		const broken = await look();
		expect(turned(broken, before)).toEqual({'node-pressure': 'fail'});
		expect(broken.checks.get('node-pressure')?.found).toContain('DiskPressure');
		await host.switches(quick);
	});

	test('k0s starts again and again', async () => {
		await host.switches({startCrash: true});
		await sh('systemctl restart k0scontroller');
		await host.until(['systemctl', 'show', 'k0scontroller', '-p', 'NRestarts,ActiveState'], 30_000, stdout =>
			/NRestarts=[1-9]/.test(stdout),
		);
		const broken = await look();
		expect(broken.exit).toBe(1);
		expect(broken.checks.get('k0s-unit')).toMatchObject({
			result: 'fail',
			found: expect.stringContaining('keeps restarting') as string,
		});
	});
});

describe.skipIf(without !== undefined)(title('a server in the unified cgroup mode'), () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'unified', cgroup: 'unified'});
	});
	afterAll(() => {
		host.down();
	});

	test('version 2 is seen, and that the machine keeps its controllers to itself', async () => {
		const {checks} = await look();
		expect(checks.get('cgroup-version')).toMatchObject({result: 'pass', found: 'version 2'});
		const controllers = await host.must(['cat', '/sys/fs/cgroup/cgroup.controllers']);
		expect(checks.get('cgroup-controllers')?.result).toBe(/\bmemory\b/.test(controllers) ? 'pass' : 'fail');
		const others = [...checks.values()].filter(({id, result}) => result === 'fail' && id !== 'cgroup-controllers');
		expect(others).toEqual([]);
	});
});

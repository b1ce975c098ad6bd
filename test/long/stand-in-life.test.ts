import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

// The stand-in against what a real k0s v1.34.1 did on Debian 13 (test/samples/k0s/v1.34.1-real): its life as a service.

const reason = whyNoTestHost();
const unit = 'k0scontroller.service';
const inside = (script: string) => ['sh', '-c', script];
const show = 'systemctl show k0scontroller -p LoadState,ActiveState,SubState,Result,NRestarts';

/** `PROGRAM ADDRESS:PORT` of each listener, sorted; the port of containerd is a random one. */
function listeners(text: string): string[] {
	const rows = text.split('\n').flatMap(line => {
		const [, at = '', program = ''] = /^tcp\s+LISTEN\s+\S+\s+\S+\s+(\S+)\s.*\(\("([^"]+)"/.exec(line) ?? [];
		return program === '' ? [] : [`${program} ${program === 'containerd' ? at.replace(/\d+$/, 'any') : at}`];
	});
	return [...new Set(rows)].sort();
}

/** `COMMAND USER UNIT` of each process that k0s runs itself. */
function processes(text: string): string[] {
	const own = /^(?:etcd|kube-apiserver|kube-scheduler|kube-controller|konnectivity-se|containerd|kubelet)$/;
	return text
		.split('\n')
		.map(line => line.trim().split(/\s+/))
		.filter(([, , , command = '']) => own.test(command))
		.map(([, , user, command, of]) => `${command} ${user} ${of}`)
		.sort();
}

const real = (name: string) => readFileSync(new URL(`../samples/k0s/v1.34.1-real/${name}`, import.meta.url), 'utf8');

describe.skipIf(reason !== undefined)(`the stand-in as a service${reason ? `: ${reason}` : ''}`, () => {
	let host: TestHost;
	beforeAll(async () => {
		host = await startTestHost({
			name: 'life',
			k0s: 'placed',
			stopTimeout: 30,
			switches: {readySeconds: 6, stopSeconds: 11},
		});
	}, 300_000);
	afterAll(() => {
		host?.down();
	});
	const answers = async (script: string) => host.exec(inside(script));
	const started = async () => {
		await host.until(inside('timeout -s KILL 2 k0s status'), 60_000);
		await host.until(inside('timeout 3 k0s kubectl get nodes --no-headers | grep -q " Ready "'), 60_000);
	};

	test('help is printed and nothing is done, whatever the command', async () => {
		for (const command of ['reset', 'install controller', 'controller', 'status', 'sysinfo']) {
			const file = `k0s-help-${command.replace(' ', '-')}.txt`;
			expect(await answers(`k0s ${command} --help`), command).toEqual({exit: 0, stdout: real(file), stderr: ''});
		}

		expect((await answers('k0s start --help; k0s stop -h')).exit).toBe(0);
		expect(await answers('k0s')).toEqual({exit: 0, stdout: real('k0s-help.txt'), stderr: ''});
		expect(await answers('k0s restart')).toEqual({exit: 1, stdout: '', stderr: real('k0s-unknown-command.txt')});
		expect((await answers('ls /var/lib/k0s /run/k0s /etc/systemd/system/k0s*')).exit).not.toBe(0);
	});

	test('start: success at once, then a status that hangs and that only KILL ends, then a node', async () => {
		await host.must(['k0s', 'install', 'controller', '--enable-worker', '--no-taints']);
		expect(await answers('k0s start')).toEqual({exit: 0, stdout: '', stderr: ''});
		expect((await answers('k0s kubectl get nodes')).stderr).toBe(real('kubectl-not-started.txt'));
		await host.until(['test', '-S', '/run/k0s/status.sock']);
		const hung = await answers('timeout -k 1 0.6 k0s status; echo $?');
		expect(hung).toEqual({exit: 0, stdout: '137\n', stderr: expect.any(String)});
		await host.until(inside('timeout -s KILL 2 k0s status'), 60_000);
		expect((await answers('k0s kubectl get nodes')).stderr).toBe('No resources found\n');
		await started();
		expect((await answers('stat -c "%A %U" /run/k0s/status.sock')).stdout).toBe('srwxr-xr-x root\n');
		expect(
			(await host.exec(inside('k0s status --status-socket /run/k0s/status.sock'), {user: 'operator'})).stderr,
		).toBe(real('k0s-status-user-socket.txt'));
	});

	test('the same processes, users and units, and the same listeners as a real one', async () => {
		await host.until(inside('pgrep -x kubelet'), 60_000);
		const ours = await host.must(inside('ps -eo pid,ppid,user,comm,unit'));
		expect(processes(ours)).toEqual(processes(real('ps-k0s.txt')));
		await host.until(inside('ss -Hltnp | grep -q :20244'), 60_000);
		expect(listeners(await host.must(['ss', '-Hltnup']))).toEqual(listeners(real('ss.txt')));
		const paths = await host.must(
			inside('for p in etcd kube-apiserver konnectivity-se kubelet; do readlink /proc/$(pgrep -x $p)/exe; done'),
		);
		expect(paths.trim().split('\n')).toEqual(
			['etcd', 'kube-apiserver', 'konnectivity-server', 'kubelet'].map(name => `/var/lib/k0s/bin/${name}`),
		);
	});

	test('a stop takes ten seconds and more; the pods of the host go on', async () => {
		// The next test reads what the API remembers of them.
		await host.until(inside('k0s kubectl get pods -A --no-headers'), 60_000, pods =>
			/^(?:.* 1\/1 +Running .*\n){5}$/.test(pods),
		);
		const begin = Date.now();
		expect(await answers('k0s stop')).toEqual({exit: 0, stdout: '', stderr: ''});
		expect(Date.now() - begin).toBeGreaterThan(10_000);
		expect(await answers('k0s stop')).toEqual({exit: 1, stdout: '', stderr: 'Error: already stopped\n'});
		expect((await answers(show)).stdout).toContain('ActiveState=inactive\nSubState=dead');
		expect(listeners(await host.must(['ss', '-Hltnup']))).toEqual(listeners(real('ss-stopped-pods-run.txt')));
		const left = (text: string) =>
			text
				.split('\n')
				.map(line => line.split(/\s+/).at(-1) ?? '')
				.filter(name => /^(?:cont|konn|kubelet)/.test(name));
		// A host without containerd has no socket of it.
		expect(left(await host.must(['ls', '-la', '/run/k0s']))).toEqual(
			left(real('run-k0s-after-stop.txt')).filter(name => name !== 'containerd.sock.ttrpc'),
		);
	});

	test('started again, the API repeats what it remembers, with stamps older than the start', async () => {
		const lease = inside('k0s kubectl get lease -n kube-node-lease centos10.home.local -o jsonpath={.spec.renewTime}');
		await host.must(['k0s', 'start']);
		const begin = Date.parse((await host.must(inside('date -u +%FT%TZ'))).trim());
		await host.until(inside('timeout -s KILL 2 k0s status'), 60_000);
		const nodes = await host.must(
			inside('k0s kubectl get nodes --no-headers; k0s kubectl get pods -A --no-headers; pgrep -cx kubelet || true'),
		);
		expect(nodes).toMatch(/ Ready .*\n(?:.* 1\/1 +Running .*\n){5}0\n$/);
		expect(Date.parse(await host.must(lease))).toBeLessThan(begin);
		await host.until(inside('pgrep -x kubelet'));
		await host.until(lease, 20_000, stamp => Date.parse(stamp) >= begin);
	});

	test('killed: its children live and answer, the first start after it fails, the second does not', async () => {
		await host.must(['systemctl', 'kill', '-s', 'KILL', '--kill-whom=main', 'k0scontroller']);
		await host.until(inside(`${show} | grep -q auto-restart`));
		expect(processes(await host.must(inside('ps -eo pid,ppid,user,comm,unit')))).toEqual(
			processes(real('ps-k0s-killed.txt')),
		);
		expect((await answers('timeout 5 k0s kubectl get nodes --no-headers')).stdout).toContain(' Ready ');
		expect((await answers('k0s status')).stderr).toBe(real('k0s-status-refused.txt'));
		await host.until(
			inside('journalctl -u k0scontroller | grep -q "Error: .*k0s-control-api.pid: process did not terminate in time"'),
			40_000,
		);
		await started();
		expect((await answers(show)).stdout).toContain('NRestarts=2');
		// Until then the old containerd and kubelet live, and a stop would not know them.
		await host.until(inside('test $(ps -o ppid= -C kubelet) != 1'), 30_000);
		await host.must(['k0s', 'stop']);
	}, 120_000);

	test('stopped while it starts, it ends with 1: the failed unit refuses start and stop, also without its file', async () => {
		await host.switches({readySeconds: 20, stopSeconds: 2});
		await host.must(['k0s', 'start']);
		await host.until(['test', '-S', '/run/k0s/status.sock']);
		await host.must(['k0s', 'stop']);
		expect((await answers(show)).stdout).toMatch(/Result=exit-code[^]*ActiveState=failed/);
		const refused = {exit: 1, stdout: '', stderr: real('k0s-start-failed-state.txt')};
		expect(await answers('k0s start')).toEqual(refused);
		expect(await answers('k0s stop')).toEqual(refused);
		await host.must(inside(`mv /etc/systemd/system/${unit} /root/ && systemctl daemon-reload`));
		expect((await answers(show)).stdout).toMatch(/LoadState=not-found[^]*ActiveState=failed/);
		expect(await answers('k0s start')).toEqual(refused);
		await host.must(
			inside(`mv /root/${unit} /etc/systemd/system/ && systemctl daemon-reload && systemctl reset-failed ${unit}`),
		);
		expect(await answers('k0s stop')).toEqual({exit: 1, stdout: '', stderr: 'Error: already stopped\n'});
	});

	test('a stop that takes too long: killed by systemd, and etcd, the API and konnectivity live on and keep their users', async () => {
		await host.switches({readySeconds: 6, stopSeconds: 44});
		await host.must(['k0s', 'start']);
		await host.until(inside('timeout -s KILL 2 k0s status'), 60_000);
		await host.must(
			inside(
				`mkdir -p /run/systemd/system/${unit}.d && printf "[Service]\\nTimeoutStopSec=25\\n" >/run/systemd/system/${unit}.d/short.conf && systemctl daemon-reload`,
			),
		);
		await host.exec(['k0s', 'stop'], {milliseconds: 60_000});
		expect((await answers(show)).stdout).toMatch(/Result=timeout[^]*ActiveState=failed/);
		const left = processes(await host.must(inside('ps -eo pid,ppid,user,comm,unit')));
		expect(left.map(line => line.split(' ')[0])).toEqual(['etcd', 'konnectivity-se', 'kube-apiserver']);
		await host.must(inside('systemctl reset-failed k0scontroller'));
		expect((await host.exec(['k0s', 'reset'])).exit).toBe(0);
		// What a reset leaves (test/samples/k0s/v1.34.1-real/reset-leftovers.txt).
		expect((await answers('ls -d /var/lib/k0s /run/k0s /etc/systemd/system/k0s*')).stdout).toBe('');
		await host.must([
			'ls',
			'-d',
			'/etc/cni/net.d',
			'/etc/k0s/containerd.toml',
			'/opt/cni/bin/bridge',
			'/run/containerd/runc',
			'/run/containerd/s',
			'/run/xtables.lock',
			'/usr/libexec/k0s',
			'/var/lib/cni/networks',
			'/var/lib/kubelet/device-plugins',
			'/var/log/containers',
			'/var/log/pods',
		]);
		expect(await host.must(['ip', 'rule'])).toMatch(/^32765:\tfrom 10\.244\.0\.0\/24 lookup 77/m);
		expect(await host.must(['sh', '-c', 'iptables-nft-save | grep -c KUBE-'])).toMatch(/^\d\d+/);
		expect((await answers('id -u etcd')).exit).toBe(0);
		expect((await answers('id -u kube-scheduler')).exit).toBe(1);
		expect((await answers('userdel etcd')).exit).toBe(8);
		await host.must(inside('pkill -x etcd; pkill -x kube-apiserver; pkill -x konnectivity-se; true'));
	}, 120_000);

	test('port 6443 is taken: the unit stays active, the API is tried every five seconds, then it gives up', async () => {
		await host.switches({readySeconds: 1, stopSeconds: 1});
		await host.must(
			inside(
				'setsid python3 -c "import socket,time; s=socket.create_server((\'0.0.0.0\',6443)); time.sleep(600)" >/dev/null 2>&1 & sleep 0.5',
			),
		);
		await host.must(['k0s', 'install', 'controller', '--enable-worker', '--no-taints']);
		const begin = Math.floor(Date.now() / 1000);
		await host.must(['k0s', 'start']);
		const journal = inside(`journalctl -u k0scontroller --since @${begin} -o cat`);
		await host.until(journal, 30_000, text => (text.match(/bind: address already in use/g)?.length ?? 0) >= 2);
		expect((await answers(show)).stdout).toMatch(/NRestarts=0[^]*ActiveState=active/);
		expect((await answers('timeout -s KILL 1 k0s status; echo $?')).stdout).toBe('137\n');
		await host.until(journal, 60_000, text =>
			text.includes('Error: failed to start controller node components: APIServer health-check timed out'),
		);
	}, 120_000);
});

import {describe, expect, it} from 'vitest';
import {fetchK0s, server, started, type Server} from './support.js';

/** Wrong orders get the real tool's words and exit code. */

async function installed(): Promise<Server> {
	const one = server('fresh');
	await fetchK0s(one);
	await one.run('k0s install controller --enable-worker --no-taints');
	return one;
}

async function downloaded(): Promise<Server> {
	const one = server('fresh');
	await fetchK0s(one);
	return one;
}

const unit = '/etc/systemd/system/k0scontroller.service';

describe('k0s in the wrong order', () => {
	it.each([
		['k0s start', 'Error: k0s has not been installed as a service'],
		['k0s stop', 'Error: k0s has not been installed as a service'],
		[
			'k0s status',
			'Error: status: can\'t get "status" via "/run/k0s/status.sock": Get "http://localhost/status": dial unix /run/k0s/status.sock: connect: no such file or directory',
		],
		[
			'k0s kubectl get nodes',
			'Error: cannot stat k0s kubeconfig, is the server running?: stat /var/lib/k0s/pki/admin.conf: no such file or directory',
		],
		['k0s install controller --start', 'Error: unknown flag: --start'],
		['k0s frobnicate', 'Error: unknown command "frobnicate" for "k0s"'],
		['k0s sysinfo -o toml', 'Error: unknown output format: "toml"'],
	])('before the installation: %s', async (line, words) => {
		const outcome = await (await downloaded()).run(line);
		expect([outcome.kind, outcome.exit, outcome.stderr]).toEqual(['failed', 1, `${words}\n`]);
	});

	it('a second installation', async () => {
		const outcome = await (await installed()).run('k0s install controller --enable-worker --no-taints');
		expect(outcome.stderr).toBe(`Error: failed to install controller service: Init already exists: ${unit}\n`);
		expect((await (await installed()).run('k0s install controller --single --force')).kind).toBe('ok');
	});

	it('a second start, and a reset while it runs', async () => {
		const one = await started(20_000);
		expect((await one.run('k0s start')).stderr).toBe('Error: already running\n');
		expect((await one.run('k0s reset')).stderr).toBe('Error: k0s seems to be running, please stop k0s before reset\n');
	});

	it('a stop leaves pods and rules, a reset takes the pods', async () => {
		const one = await started(30_000);
		expect((await one.run('k0s stop')).kind).toBe('ok');
		expect((await one.run('k0s stop')).stderr).toBe('Error: already stopped\n');
		expect(await one.out('ip netns')).toContain('cni-');
		expect((await one.run('k0s kubectl get nodes')).stderr).toContain('localhost:6443 was refused');
		expect((await one.run('k0s ctr --connect-timeout 1s task list')).stderr).toContain(
			'failed to dial "/run/k0s/containerd.sock"',
		);
		const reset = await one.run('k0s reset');
		expect([reset.exit, reset.stderr]).toEqual([0, expect.stringContaining('a node reboot is recommended')]);
		expect(await one.out('ip netns')).toBe('');
		expect(await one.out('iptables-save -c')).toContain('KUBE-SERVICES');
		expect((await one.run(`cat ${unit}`)).exit).toBe(1);
		expect((await one.run('k0s version')).kind).toBe('ok');
	});

	it('an executable of no bytes says nothing and succeeds; without its bit it is refused', async () => {
		const one = server('fresh');
		await one.run('touch /usr/local/bin/k0s');
		expect((await one.run('k0s version')).kind).toBe('not-permitted');
		await one.run('chmod 755 /usr/local/bin/k0s');
		const outcome = await one.run('k0s version');
		expect([outcome.kind, outcome.stdout]).toEqual(['ok', '']);
	});
});

describe('kubectl', () => {
	it.each([
		[
			'k0s kubectl expose deployment demo --type=NodePort',
			'Error from server (NotFound): deployments.apps "demo" not found',
		],
		['k0s kubectl delete deployment demo', 'Error from server (NotFound): deployments.apps "demo" not found'],
		['k0s kubectl get pod demo', 'Error from server (NotFound): pods "demo" not found'],
		['k0s kubectl get frobs', 'error: the server doesn\'t have a resource type "frobs"'],
		[
			'k0s kubectl create deployment demo --image=httpd -n nowhere',
			'error: failed to create deployment: namespaces "nowhere" not found',
		],
	])('%s', async (line, words) => {
		const outcome = await server('ready').run(line);
		expect([outcome.exit, outcome.stderr]).toEqual([1, `${words}\n`]);
	});

	it('creating and exposing twice', async () => {
		const one = server('ready');
		await one.run('k0s kubectl create deployment demo --image=httpd --port=80');
		expect((await one.run('k0s kubectl create deployment demo --image=httpd --port=80')).stderr).toBe(
			'error: failed to create deployment: deployments.apps "demo" already exists\n',
		);
		await one.run('k0s kubectl expose deployment demo --type=NodePort');
		expect((await one.run('k0s kubectl expose deployment demo --type=NodePort')).stderr).toBe(
			'Error from server (AlreadyExists): services "demo" already exists\n',
		);
	});

	it('deleting what is not there can be asked to be fine', async () => {
		const outcome = await server('ready').run('k0s kubectl delete deployment demo -n default --ignore-not-found');
		expect([outcome.exit, outcome.stdout, outcome.stderr]).toEqual([0, '', '']);
	});
});

describe('firewall-cmd', () => {
	it.each([
		['--permanent --zone=nosuchzone --add-port=80/tcp', 112, 'Error: INVALID_ZONE: nosuchzone'],
		['--permanent --zone=public --add-port=99999/tcp', 102, 'Error: INVALID_PORT: 99999'],
		[
			'--permanent --zone=public --add-port=80',
			102,
			'Error: INVALID_PORT: bad port (most likely missing protocol), correct syntax is portid[-portid]/protocol',
		],
		[
			'--permanent --zone=public --add-port=80/foo',
			103,
			"Error: INVALID_PROTOCOL: 'foo' not in {'tcp'|'udp'|'sctp'|'dccp'}",
		],
		[
			'--permanent --zone=trusted --add-source=10.244.0.0/16',
			105,
			"Error: INVALID_ADDR: Zone 'trusted': source '10.244.0.0/16' already bound to zone 'public'",
		],
		[
			'--permanent --zone=public --add-source=10.244.0.0/99',
			105,
			"Error: INVALID_ADDR: Zone 'public': invalid source '10.244.0.0/99'",
		],
		['--zone=trusted --add-source=10.244.0.0/16', 18, "Error: ZONE_CONFLICT: '10.244.0.0/16' already bound to a zone"],
		['--zone=trusted --add-interface=enp1s0', 18, "Error: ZONE_CONFLICT: 'enp1s0' already bound to 'public'"],
		['--permanent --zone=public --add-port=6443/tcp', 0, 'Warning: ALREADY_ENABLED: 6443:tcp'],
		['--zone=public --add-port=6443/tcp', 0, "Warning: ALREADY_ENABLED: '6443:tcp' already in 'public'"],
		['--permanent --zone=public --remove-port=1/tcp', 0, 'Warning: NOT_ENABLED: 1:tcp'],
		['--set-default-zone trusted', 0, 'Warning: ZONE_ALREADY_SET: trusted'],
		['--get-zone-of-interface=nope0', 2, 'no zone'],
	])('%s', async (words, exit, stderr) => {
		const outcome = await server('ready').run(`firewall-cmd ${words}`);
		expect([outcome.exit, outcome.stderr, outcome.stdout]).toEqual([
			exit,
			`${stderr}\n`,
			exit === 0 ? 'success\n' : '',
		]);
	});

	it('says when firewalld is not running', async () => {
		const one = server('ready');
		await one.run('systemctl stop firewalld');
		expect(await one.run('firewall-cmd --state')).toMatchObject({exit: 252, stderr: 'not running\n'});
		expect(await one.run('firewall-cmd --zone=public --list-all')).toMatchObject({
			exit: 252,
			stderr: 'FirewallD is not running\n',
		});
	});

	it('permanent is nothing until a reload; a reload of firewalld 2.3.1 leaves the rules of Kubernetes alone', async () => {
		const one = server('ready');
		const rules = async (): Promise<string> => (await one.out('iptables-save')).replaceAll(/^#.*$/gm, '');
		const before = await rules();
		await one.run('firewall-cmd --permanent --zone=public --add-port=80/tcp');
		expect(await one.run('firewall-cmd --zone=public --query-port=80/tcp')).toMatchObject({exit: 1, stdout: 'no\n'});
		await one.run('firewall-cmd --reload');
		expect(await one.run('firewall-cmd --zone=public --query-port=80/tcp')).toMatchObject({exit: 0, stdout: 'yes\n'});
		expect(await rules()).toBe(before);
	});
});

describe('hostnamectl', () => {
	it('never refuses, and changes what it is given', async () => {
		const one = server('fresh');
		expect((await one.run('hostnamectl set-hostname bad_host')).exit).toBe(0);
		expect(await one.out('hostnamectl --static')).toBe('badhost\n');
		await one.run('hostnamectl set-hostname a..b');
		expect(await one.out('uname -n')).toBe('a.b\n');
	});
});

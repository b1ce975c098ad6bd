import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {violations} from '../support/json-schema.js';
import {startTestHost, whyNoTestHost, type TestHost, type User} from '../support/test-host.js';

/**
 * On a real host one thing at a time is broken: the right check turns, and no other but what follows from it. Where it
 * has a remedy, `check --fix ID --yes` mends it. Then everything must be as it was, or the next test would not know.
 */
const without = whyNoTestHost();
const title = (what: string): string => (without === undefined ? what : `${what}: ${without}`);
const schema = JSON.parse(readFileSync(new URL('../../docs/schema/check-1.json', import.meta.url), 'utf8')) as Readonly<
	Record<string, unknown>
>;

type Check = {
	readonly id: string;
	readonly result: string;
	readonly found: string;
	readonly remedy: {readonly applies: boolean; readonly note: string} | null;
};
type Fix = {readonly id: string; readonly state: string; readonly found: string};
type Look = {
	readonly exit: number | null;
	readonly checks: ReadonlyMap<string, Check>;
	readonly fixes: readonly Fix[];
};

let host: TestHost;
let before: Look;

type Options = {readonly user?: User; readonly env?: readonly string[]};

async function look(args: readonly string[] = [], {user = 'root', env = []}: Options = {}): Promise<Look> {
	const argv = ['env', ...env, ...host.tuiArgv, 'check', '--json', ...args];
	const {exit, stdout, stderr} = await host.exec(argv, {user, milliseconds: 150_000});
	expect(stdout, stderr).toMatch(/^\{/);
	const json = JSON.parse(stdout) as {checks?: readonly Check[]; fixes?: readonly Fix[]};
	if (json.checks) expect(violations(schema, json)).toEqual([]);
	return {exit, checks: new Map((json.checks ?? []).map(check => [check.id, check])), fixes: json.fixes ?? []};
}

/** The results that are other ones than those of `old`. */
const turned = (now: Look, old: Look): Record<string, string> =>
	Object.fromEntries(
		[...now.checks.values()]
			.filter(({id, result}) => result !== old.checks.get(id)?.result)
			.map(({id, result}) => [id, result]),
	);

const sh = (script: string): Promise<string> => host.must(['sh', '-c', script]);

type Case = {
	readonly what: string;
	/** Shell lines within the host. */
	readonly breaks: string;
	/** The check that must turn first, then what follows from it. */
	readonly turns: Readonly<Record<string, string>>;
	readonly found?: string;
	/** `check --fix` mends it; else `repair` does. Both: `repair` brings back what the remedy put aside. */
	readonly fixes?: string;
	readonly repair?: string;
	readonly args?: readonly string[];
	readonly env?: readonly string[];
};

const firewallSkips = {
	'firewall-pods': 'skip',
	'firewall-interface': 'skip',
	'firewall-default-zone': 'skip',
	'firewall-permanent': 'skip',
	'firewall-reload': 'skip',
};

/** Looks like systemd-resolved, and refuses at once. */
const resolver = 'echo nameserver 127.0.0.53 >/etc/resolv.conf';

const unit = (name: string, exec = '/bin/sleep 1000'): string =>
	`printf '[Service]\\nExecStart=${exec}\\n' >/etc/systemd/system/${name}.service; systemctl daemon-reload`;
const active = (name: string): string => `${unit(name)}; systemctl start ${name}`;
const gone = (name: string): string =>
	`systemctl stop ${name}; rm /etc/systemd/system/${name}.service; systemctl daemon-reload`;
const listens = (port: number): string =>
	`systemd-run -q --unit=thief node -e "require('net').createServer().listen(${port})"; ` +
	`until ss -Hltn sport = :${port} | grep -q .; do sleep 0.1; done`;

const cases: readonly Case[] = [
	// the firewall
	{
		what: 'firewalld is stopped',
		breaks: 'systemctl stop firewalld',
		turns: {firewalld: 'warn', ...firewallSkips},
		found: 'does not run',
		fixes: 'firewalld',
	},
	{
		what: 'firewalld is masked',
		breaks: 'systemctl stop firewalld; systemctl mask firewalld',
		turns: {firewalld: 'skip', ...firewallSkips},
		found: 'is masked',
		repair: 'systemctl unmask firewalld; systemctl start firewalld',
	},
	{
		what: 'firewalld is masked while it runs',
		breaks: 'systemctl mask firewalld',
		turns: {firewalld: 'warn'},
		found: 'gone after the next start',
		fixes: 'firewalld',
	},
	{
		what: 'panic mode',
		breaks: 'firewall-cmd --panic-on',
		turns: {firewalld: 'fail', 'reach-download': 'warn'},
		found: 'every packet is dropped',
		fixes: 'firewalld',
	},
	{
		what: 'the iptables back end',
		breaks: "sed -i 's/^FirewallBackend=.*/FirewallBackend=iptables/' /etc/firewalld/firewalld.conf",
		turns: {firewalld: 'warn'},
		found: 'iptables',
		fixes: 'firewalld',
	},
	{
		what: 'the interface is in a trusted zone',
		breaks: 'firewall-cmd --zone=trusted --change-interface=enp1s0',
		turns: {'firewall-interface': 'warn'},
		found: 'enp1s0 is in trusted',
		repair: 'firewall-cmd --zone=trusted --remove-interface=enp1s0',
	},
	{
		what: 'the default zone is trusted',
		breaks: 'firewall-cmd --set-default-zone=trusted',
		turns: {'firewall-default-zone': 'warn', 'firewall-interface': 'warn', 'firewall-pods': 'pass'},
		found: 'trusted',
		repair: 'firewall-cmd --set-default-zone=public',
	},
	{
		what: 'a port is open only until the next reload',
		breaks: 'firewall-cmd --zone=public --add-port=7777/tcp',
		turns: {'firewall-permanent': 'warn'},
		found: 'public: ports',
		fixes: 'firewall-permanent',
		repair:
			'firewall-cmd --zone=public --remove-port=7777/tcp; firewall-cmd --permanent --zone=public --remove-port=7777/tcp',
	},
	{
		what: 'a port is written down, but not in force',
		breaks: 'firewall-cmd --permanent --zone=public --add-port=7777/tcp',
		turns: {'firewall-permanent': 'warn'},
		repair: 'firewall-cmd --permanent --zone=public --remove-port=7777/tcp',
	},
	{
		what: 'other nodes are shut out',
		breaks: 'true',
		args: ['--profile', 'multi-node'],
		turns: {'firewall-nodes': 'warn'},
		found: '6443/tcp',
		fixes: 'firewall-nodes',
		repair:
			'for p in 6443 8132 9443 2380 10250 179; do firewall-cmd --zone=public --remove-port=$p/tcp; firewall-cmd --permanent --zone=public --remove-port=$p/tcp; done',
	},
	{
		what: 'ufw is active',
		breaks: active('ufw'),
		turns: {'firewall-other': 'warn'},
		found: 'ufw.service',
		repair: gone('ufw'),
	},
	{
		what: 'rules in the old tables',
		breaks: 'iptables-legacy -A INPUT -p tcp --dport 7777 -j ACCEPT',
		turns: {'iptables-mix': 'warn'},
		found: 'filter',
		repair: 'iptables-legacy -F INPUT',
	},
	// ports
	{
		what: 'a process on 6443',
		breaks: listens(6443),
		turns: {'ports-control-plane': 'fail'},
		found: ', thief.service)',
		repair: 'systemctl stop thief',
	},
	{
		what: 'a process on 10250',
		breaks: listens(10250),
		turns: {'ports-node': 'fail'},
		found: '10250 by node (',
		repair: 'systemctl stop thief',
	},
	{
		what: 'a web server on 8080',
		breaks: listens(8080),
		turns: {'ports-network': 'fail'},
		found: '8080 by node (',
		repair: 'systemctl stop thief',
	},
	{
		what: 'a process in the NodePort range',
		breaks: listens(30_080),
		turns: {'ports-nodeport': 'warn'},
		found: '30080 by node (',
		repair: 'systemctl stop thief',
	},
	// names
	{
		what: 'a bad host name',
		// What hostname and hostnamectl refuse, the kernel takes.
		breaks: `perl -e '$n = "bad_host"; syscall($ARGV[0] + 0, $n, 8)' $(test $(uname -m) = aarch64 && echo 161 || echo 170)`,
		turns: {hostname: 'fail'},
		found: 'bad_host',
		fixes: 'hostname',
		repair: 'hostnamectl set-hostname centos10.home.local',
	},
	{
		what: 'capitals in the host name',
		breaks: 'hostnamectl set-hostname Centos10.Home.Local',
		turns: {hostname: 'warn'},
		found: 'capitals',
		fixes: 'hostname',
	},
	{
		what: 'the host name has no address',
		breaks: "sed -i 's/ myhostname//' /etc/nsswitch.conf; sed -i '/centos10/d' /etc/hosts",
		turns: {'hostname-resolves': 'warn'},
		found: 'centos10.home.local has no address',
		fixes: 'hostname-resolves',
		repair: "sed -i 's/files dns/files myhostname dns/' /etc/nsswitch.conf; sed -i '/centos10/d' /etc/hosts",
	},
	{
		what: 'localhost has no address',
		breaks:
			"sed -i 's/ myhostname//' /etc/nsswitch.conf; sed -i '/localhost/d' /etc/hosts; echo 192.168.122.1 gateway >>/etc/hosts",
		turns: {localhost: 'fail', 'hostname-resolves': 'warn'},
		found: 'localhost has no address',
		fixes: 'localhost',
		repair: "sed -i 's/files dns/files myhostname dns/' /etc/nsswitch.conf",
	},
	{
		what: 'localhost is only what NSS says',
		breaks: "sed -i '/localhost/d' /etc/hosts",
		turns: {localhost: 'warn'},
		found: 'not from /etc/hosts',
		fixes: 'localhost',
	},
	// the network
	{
		what: 'no default route',
		breaks: 'ip route del default',
		turns: {'default-route': 'fail', 'firewall-interface': 'skip'},
		found: 'no default route',
		repair: 'ip route add default via 192.168.122.1',
	},
	{
		what: 'a second default route',
		breaks:
			'ip link add d0 type bridge; ip addr add 172.30.0.2/24 dev d0; ip link set d0 up; ip route add default via 172.30.0.1 metric 500',
		turns: {'default-route': 'warn'},
		found: 'd0',
		repair: 'ip link del d0',
	},
	{
		what: 'a route inside the pod range',
		breaks: 'ip route add 10.244.8.0/24 dev enp1s0',
		turns: {'pod-range': 'fail'},
		found: '10.244.8.0/24 (enp1s0)',
		repair: 'ip route del 10.244.8.0/24',
	},
	{
		what: 'an address inside the service range',
		breaks: 'ip link add d0 type bridge; ip addr add 10.100.0.1/24 dev d0',
		turns: {'service-range': 'fail'},
		found: '10.100.0.1/24 (d0)',
		repair: 'ip link del d0',
	},
	{
		what: 'an address for a while only',
		breaks: 'ip addr change 192.168.122.161/24 dev enp1s0 valid_lft 3600 preferred_lft 3600',
		turns: {'address-dynamic': 'warn'},
		found: 'comes from DHCP',
		repair: 'ip addr change 192.168.122.161/24 dev enp1s0 valid_lft forever preferred_lft forever',
	},
	{
		what: 'a resolver on this host',
		breaks: 'echo nameserver 127.0.0.1 >/etc/resolv.conf',
		turns: {'resolv-conf': 'warn'},
		found: '127.0.0.1 is this host itself',
		repair: resolver,
	},
	{
		what: 'IPv6 turned off: a fact, not a fault',
		breaks: 'sysctl -qw net.ipv6.conf.all.disable_ipv6=1',
		turns: {},
		repair: 'sysctl -qw net.ipv6.conf.all.disable_ipv6=0',
	},
	// what an earlier install left
	{
		what: 'k0s’s own CNI file of an earlier install',
		breaks: 'mkdir -p /etc/cni/net.d; echo {} >/etc/cni/net.d/10-kuberouter.conflist',
		turns: {'cni-files': 'warn'},
		found: '10-kuberouter.conflist of an earlier install',
		fixes: 'cni-files',
	},
	{
		what: 'another CNI’s file, which comes first',
		breaks: 'echo {} >/etc/cni/net.d/05-flannel.conflist',
		turns: {'cni-files': 'fail'},
		found: '05-flannel.conflist',
		fixes: 'cni-files',
	},
	{
		what: 'a unit whose program is gone',
		breaks: unit('k0scontroller', '/usr/local/bin/k0s controller'),
		turns: {'k0s-unit': 'warn'},
		found: 'is left over',
		fixes: 'k0s-unit',
	},
	{
		what: 'a worker’s unit',
		breaks: unit('k0sworker', '/usr/local/bin/k0s worker'),
		turns: {'k0s-unit': 'fail'},
		found: 'k0sworker.service',
		repair: 'rm /etc/systemd/system/k0sworker.service; systemctl daemon-reload',
	},
	{
		what: 'data without a service',
		breaks: 'mkdir -p /var/lib/k0s/pki; touch /var/lib/k0s/pki/ca.key',
		turns: {'data-folder': 'warn'},
		found: '1 entry in /var/lib/k0s',
		fixes: 'data-folder',
	},
	{
		what: 'a run folder without k0s',
		breaks: 'mkdir -p /run/k0s; touch /run/k0s/status.sock',
		turns: {'run-folder': 'warn'},
		fixes: 'run-folder',
	},
	{
		what: 'a configuration from before',
		breaks: 'mkdir -p /etc/k0s; echo spec: >/etc/k0s/k0s.yaml',
		turns: {'k0s-config': 'warn'},
		found: 'an install would use it',
		fixes: 'k0s-config',
	},
	{
		what: 'an old kube-bridge',
		breaks: 'ip link add kube-bridge type bridge; ip addr add 10.244.0.1/24 dev kube-bridge',
		turns: {'kube-bridge': 'warn'},
		found: 'kube-bridge left over',
		fixes: 'kube-bridge',
	},
	{
		what: 'old rules',
		breaks: 'nft add table ip nat; nft add chain ip nat KUBE-SERVICES',
		turns: {'kube-chains': 'warn'},
		found: '1 KUBE chain left over',
		repair: 'nft delete table ip nat',
	},
	{
		what: 'old mounts',
		breaks: 'mkdir -p /var/lib/k0s/kubelet/pods/x; mount -t tmpfs none /var/lib/k0s/kubelet/pods/x',
		turns: {mounts: 'warn', 'data-folder': 'warn'},
		found: '1 left over',
		fixes: 'mounts',
		repair: 'rm -r /var/lib/k0s',
	},
	{
		what: 'k3s is active',
		breaks: active('k3s'),
		turns: {'other-kubernetes': 'fail'},
		found: 'k3s.service',
		repair: gone('k3s'),
	},
	{
		what: 'Docker is active',
		breaks: active('docker'),
		turns: {'other-containers': 'warn'},
		found: 'docker.service',
		repair: gone('docker'),
	},
	{
		what: 'KUBECONFIG is set',
		breaks: 'true',
		env: ['KUBECONFIG=/root/other'],
		turns: {kubeconfig: 'warn'},
		found: '/root/other',
	},
	// room
	{
		what: 'a small disk for the data folder',
		breaks: 'mkdir -p /srv/data; mount -t tmpfs -o size=64m none /srv/data',
		args: ['--data-dir', '/srv/data/k0s'],
		turns: {'disk-space': 'fail'},
		found: '64.0 MiB free on /srv/data',
		repair: 'umount /srv/data',
	},
	{
		what: 'a full disk for the data folder',
		breaks: 'mount -t tmpfs -o size=64m none /srv/data; head -c 60m /dev/zero >/srv/data/full',
		args: ['--data-dir', '/srv/data/k0s'],
		turns: {'disk-share': 'fail', 'disk-space': 'fail'},
		found: '6 % of 64.0 MiB',
		repair: 'umount /srv/data',
	},
	{
		what: 'few inodes for the data folder',
		breaks: 'mount -t tmpfs -o size=3g,nr_inodes=1000 none /srv/data',
		args: ['--data-dir', '/srv/data/k0s'],
		turns: {'disk-inodes': 'fail'},
		repair: 'umount /srv/data',
	},
	{
		what: 'a data folder from which nothing can be run',
		breaks: 'mount -t tmpfs -o size=3g,nr_inodes=200000,noexec none /srv/data',
		args: ['--data-dir', '/srv/data/k0s'],
		turns: {'disk-type': 'fail'},
		found: 'noexec',
		repair: 'umount /srv/data',
	},
	// the system
	{
		what: 'useradd is missing',
		breaks: 'mv /usr/sbin/useradd /root/',
		turns: {programs: 'warn'},
		found: 'missing: useradd',
		repair: 'mv /root/useradd /usr/sbin/',
	},
	{
		what: 'sudo does not find k0s',
		breaks: 'echo \'Defaults secure_path="/usr/sbin:/usr/bin:/sbin:/bin"\' >/etc/sudoers.d/path',
		turns: {'secure-path': 'warn'},
		found: 'not searched',
		repair: 'rm /etc/sudoers.d/path',
	},
	{
		what: 'packages ask for a reboot',
		breaks: 'touch /run/reboot-required',
		turns: {reboot: 'warn'},
		found: 'ask for one',
		repair: 'rm /run/reboot-required',
	},
	{
		what: 'a repair waits for a reboot',
		breaks:
			'mkdir -p /var/lib/k0s-tui/reboot; cp /proc/sys/kernel/random/boot_id /var/lib/k0s-tui/reboot/kernel-modules',
		turns: {reboot: 'warn'},
		found: 'Kernel modules on disk',
		repair: 'rm -r /var/lib/k0s-tui/reboot',
	},
	{
		what: 'a proxy in the shell alone',
		breaks: 'true',
		env: ['HTTPS_PROXY=http://user:secret@127.0.0.1:9'],
		turns: {proxy: 'warn', 'reach-download': 'warn'},
		found: 'http://127.0.0.1:9 is set here',
	},
	{
		what: 'the download is out of reach',
		breaks: 'cp /etc/hosts /root/hosts; sed -i /github/d /etc/hosts',
		turns: {'reach-download': 'warn'},
		repair: 'cat /root/hosts >/etc/hosts',
	},
	{
		what: 'a bundle that is not there',
		breaks: 'true',
		args: ['--airgap-bundle', '/nowhere'],
		turns: {'airgap-bundle': 'fail', 'reach-download': 'skip', 'reach-quay': 'skip', 'reach-docker': 'skip'},
		found: '/nowhere is not there',
	},
	{
		what: 'polkit is masked: root does not need it',
		breaks: 'systemctl mask --now polkit',
		turns: {},
		repair: 'systemctl unmask polkit',
	},
	// what cannot be read
	{
		what: 'nft is not installed',
		breaks: 'mv /usr/sbin/nft /root/',
		turns: {'kube-chains': 'unknown', 'firewall-reload': 'unknown'},
		repair: 'mv /root/nft /usr/sbin/',
	},
	{
		what: 'ss is not installed',
		breaks: 'mv "$(readlink -f /usr/bin/ss)" /root/ss',
		turns: {
			'ports-control-plane': 'unknown',
			'ports-node': 'unknown',
			'ports-network': 'unknown',
			'ports-nodeport': 'unknown',
		},
		repair: 'mv /root/ss /usr/bin/ss',
	},
];

/** What a fresh test host is short of, compared with a good server. */
const ofTheTestHost = ['disk-type', 'file-descriptors', 'cgroup-version', 'time-sync', 'reach-quay', 'reach-docker'];

describe.skipIf(without !== undefined)(title('a server before the first step'), () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'checks', faults: {}});
		await sh(resolver);
		before = await look();
	});
	afterAll(() => {
		host.down();
	});

	test('nothing failed, and all could be judged: exit 0', () => {
		expect(before.exit).toBe(0);
		const bad = [...before.checks.values()].filter(({result}) => result === 'fail' || result === 'unknown');
		expect(bad).toEqual([]);
		const warned = [...before.checks.values()].filter(({result}) => result === 'warn').map(({id}) => id);
		expect(warned.filter(id => !ofTheTestHost.includes(id))).toEqual(['firewall-pods']);
	});

	for (const {what, breaks, turns, found, fixes, repair = 'true', args = [], env = []} of cases) {
		test(what, async () => {
			await sh(breaks);
			try {
				const broken = await look(args, {env});
				expect(turned(broken, before)).toEqual(turns);
				expect(broken.exit).toBe(Object.values(turns).includes('fail') ? 1 : 0);
				const [first = ''] = Object.keys(turns);
				if (found !== undefined) expect(broken.checks.get(first)?.found).toContain(found);
				if (fixes === undefined) return;
				expect(broken.checks.get(fixes)?.remedy?.applies).toBe(true);
				const fixed = await look([...args, '--fix', fixes, '--yes', '--only', fixes], {env});
				expect(fixed.fixes).toMatchObject([{id: fixes, state: 'done'}]);
				expect(fixed.checks.get(fixes)?.result).toBe('pass');
			} finally {
				// What is left of it would turn the next test's checks.
				await sh(repair);
			}
		});
	}

	test('after all of that everything is as it was', async () => {
		const after = await look();
		expect(after.exit).toBe(0);
		expect(turned(after, before)).toEqual({});
	});

	test('kube-bridge in no zone: the remedy binds it, now and for good, and nothing is reloaded', async () => {
		const fixed = await look(['--fix', 'firewall-pods', '--yes']);
		expect(turned(fixed, before)).toEqual({'firewall-pods': 'pass'});
		expect(await host.must(['firewall-cmd', '--get-zone-of-interface=kube-bridge'])).toBe('trusted\n');
		expect(await host.must(['firewall-cmd', '--permanent', '--get-zone-of-interface=kube-bridge'])).toBe('trusted\n');
		const again = await look(['--fix', 'firewall-pods', '--yes']);
		expect(again.fixes).toMatchObject([{state: 'done'}]);
	});

	test('every command of a remedy stands in the journal, before it ran', async () => {
		const journal = await host.must(['cat', '/var/lib/k0s-tui/journal.jsonl']);
		const records = journal
			.trim()
			.split('\n')
			.map(line => JSON.parse(line) as {run: string; ev: string; argv: string[] | null; step: string});
		const begun = records.filter(({ev}) => ev === 'begin');
		expect(begun.length).toBeGreaterThan(20);
		expect(begun.every(({run}) => run.startsWith('remedy-'))).toBe(true);
		expect(begun.map(({argv}) => argv?.join(' '))).toContain('systemctl start firewalld.service');
	});

	test('an ordinary user: what needs root is unknown, nothing fails because of it, and no remedy runs', async () => {
		const seen = await look([], {user: 'operator'});
		expect(seen.exit).toBe(0);
		const turns = turned(seen, before);
		expect(Object.values(turns).filter(result => !['unknown', 'warn'].includes(result))).toEqual([]);
		expect(turns).toMatchObject({
			root: 'warn',
			'secure-path': 'unknown',
			firewalld: 'unknown',
			'kube-chains': 'unknown',
		});
		expect(seen.checks.get('root')?.found).toContain('asks for a password, or refuses');
		expect((await look([], {user: 'admin'})).checks.get('root')?.found).toContain('without a password');
		await host.must(['mv', '/usr/bin/sudo', '/root/']);
		expect((await look([], {user: 'admin'})).checks.get('root')).toMatchObject({result: 'fail'});
		expect((await look()).checks.get('secure-path')).toMatchObject({result: 'skip'});
		await host.must(['mv', '/root/sudo', '/usr/bin/']);
		const refused = await look(['--fix', 'data-folder', '--yes'], {user: 'operator'});
		expect(turned(await look(), {...before, checks: new Map(before.checks)})).toEqual({'firewall-pods': 'pass'});
		expect(refused.fixes.map(({state}) => state)).not.toContain('failed');
	});
});

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
		before = await look();
	});
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
			found: expect.stringContaining('starts again and again') as string,
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

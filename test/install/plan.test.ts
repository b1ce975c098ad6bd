import {describe, expect, test} from 'vitest';
import {shown} from '../../source/command/command.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {
	defaultAnswers,
	refuseHostname,
	refuseInterface,
	refusePath,
	refuseVersion,
	type InstallAnswers,
} from '../../source/install/answers.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {createInstallSession} from '../../source/install/session.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner, type Answers} from '../support/fake-runner.js';
import {recorded} from '../support/samples.js';

const text = catalogue('en');

const planOn = async (
	runner: Parameters<typeof createInstallSession>[0]['runner'],
	answers: Partial<InstallAnswers>,
) => {
	const session = createInstallSession({
		runner,
		journal: createMemoryJournal(),
		clock: createClock(),
		text,
		answers: {...defaultAnswers, ...answers},
	});
	await session.refresh();
	return session.get().steps;
};

const fresh = async (answers: Partial<InstallAnswers> = {}) =>
	planOn(createRunner(createSimulatedHost({scenario: 'fresh', speed: 200}), {}), answers);

const lines = (steps: Awaited<ReturnType<typeof fresh>>) =>
	Object.fromEntries(steps.map(({id, commands}) => [id, commands.map(({command}) => shown(command.argv))]));

const part = '/usr/local/bin/.k0s-v1.34.1+k0s.0-amd64.part';
const sums = '/usr/local/bin/.k0s-v1.34.1+k0s.0.sha256sums';
const release = 'https://github.com/k0sproject/k0s/releases/download/v1.34.1+k0s.0';
const secure = '--proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15';
const common = {
	privilege: [],
	preflight: [],
	hostname: [],
	download: [
		`curl -q -fsSL ${secure} --max-time 30 -o ${sums} -- ${release}/sha256sums.txt`,
		`install -m 600 -T -- /dev/null ${part}`,
		`curl -q -fL ${secure} --speed-limit 1024 --speed-time 30 -C - -o ${part} -- ${release}/k0s-v1.34.1+k0s.0-amd64`,
	],
	place: [
		`sha256sum -- ${part}`,
		`od -An -v -tx1 -N20 -- ${part}`,
		`chmod 700 -- ${part}`,
		`${part} version`,
		`chmod 755 -- ${part}`,
		`sync -- ${part}`,
		`rm -f -- ${sums}`,
		`mv -fT -- ${part} /usr/local/bin/k0s`,
		'sync -- /usr/local/bin',
		'k0s version',
	],
	install: ['k0s install controller --enable-worker --no-taints', 'cat -- /etc/systemd/system/k0scontroller.service'],
	start: ['k0s start'],
	healthy: [],
};
const ports = ['112/tcp', '179/tcp', '2380/tcp', '4789/udp', '6443/tcp', '8132/tcp', '9443/tcp', '10250/tcp'];

const state = '/var/lib/k0s-tui';
const run = `${state}/runs/firewall-1`;
const backup = `${state}/backup/firewall-1`;
/** What comes before the first change: the copy, the guard and what it would take back. */
const guarded = (...undo: readonly string[]) => [
	`mkdir -p -m 700 -- ${state} ${state}/backup ${state}/runs`,
	`mkdir -m 700 -- ${backup} ${run}`,
	`cp -a -- /etc/firewalld ${backup}/firewalld`,
	`sh -c 'firewall-cmd --list-all-zones >"$1"' sh ${backup}/zones-at-run-time.txt`,
	`cp -- /proc/sys/kernel/random/boot_id ${run}/boot`,
	`tee -- ${run}/guard.sh`,
	`systemd-run --unit=k0s-tui-guard-firewall-1 --collect --on-active=120 --timer-property=AccuracySec=100ms -- /bin/sh ${run}/guard.sh 0 ${run} ${undo.join(' , ')}`,
];

describe('the plan on a fresh server', () => {
	test('single-node: one line for the firewall, tried first', async () => {
		expect(lines(await fresh())).toEqual({
			...common,
			'firewall-trial': [
				...guarded('--zone=trusted --remove-interface=kube-bridge'),
				'firewall-cmd --zone=trusted --change-interface=kube-bridge',
				'firewall-cmd --list-all-zones',
				`mkdir -m 700 -- ${run}/decided`,
				`mkdir -m 700 -- ${run}/decided/kept`,
				'systemctl stop k0s-tui-guard-firewall-1.timer',
			],
			'firewall-commit': [
				'firewall-cmd --permanent --zone=trusted --change-interface=kube-bridge',
				'firewall-cmd --check-config',
			],
		});
	});

	test('article: the guide’s thirteen commands, the interface bound first, the default zone last', async () => {
		const plan = lines(await fresh({profile: 'article', hostname: 'centos10.home.local'}));
		expect(plan['hostname']).toEqual(['hostnamectl set-hostname centos10.home.local']);
		expect(plan['firewall-commit']).toEqual([
			'firewall-cmd --zone=public --change-interface=enp1s0',
			'firewall-cmd --permanent --zone=public --change-interface=enp1s0',
			...ports.map(port => `firewall-cmd --permanent --zone=public --add-port=${port}`),
			'firewall-cmd --permanent --zone=public --add-source=10.244.0.0/16',
			'firewall-cmd --permanent --zone=public --add-masquerade',
			'firewall-cmd --check-config',
			'firewall-cmd --set-default-zone trusted',
			'firewall-cmd --reload',
		]);
		const trial = plan['firewall-trial'] ?? [];
		expect(trial).toEqual([
			...guarded(
				'--zone=public --remove-source=10.244.0.0/16',
				`--zone=public ${ports.map(port => `--remove-port=${port}`).join(' ')}`,
				'--zone=public --remove-masquerade',
			).toSpliced(5, 0, `mkdir -m 700 -- ${run}/needs-login`),
			...ports.map(port => `firewall-cmd --zone=public --add-port=${port}`),
			'firewall-cmd --zone=public --add-source=10.244.0.0/16',
			'firewall-cmd --zone=public --add-masquerade',
			`sh -c 'ss -Htnp >"$1"' sh ${run}/connections`,
			`ls -1AR -- ${run}`,
		]);
		expect(trial.some(line => line.includes('--permanent') || line.includes('default-zone'))).toBe(false);
	});

	test('answers reach the commands', async () => {
		const plan = lines(await fresh({single: true, config: '/etc/k0s/k0s.yaml', dataDir: '/data/k0s'}));
		expect(plan['install']?.slice(0, 2)).toEqual([
			'k0s config validate --config /etc/k0s/k0s.yaml',
			'k0s install controller --single --config /etc/k0s/k0s.yaml --data-dir /data/k0s',
		]);
	});

	test('an interface and a release that do not exist are said before anything changes', async () => {
		const steps = await fresh({profile: 'article', interface: 'enp9s9', version: 'v1.99.9+k0s.0'});
		const step = (id: string) => steps.find(each => each.id === id);
		expect(step('firewall-trial')).toMatchObject({state: 'blocked', commands: []});
		expect(step('firewall-trial')?.found).toContain('enp9s9');
		expect(step('download')).toMatchObject({state: 'blocked', commands: []});
		expect(step('download')?.found).toContain('v1.99.9+k0s.0');
	});
});

describe('the plan on other hosts', () => {
	const base: Readonly<Record<string, string>> = {
		'id -u': '0\n',
		'uname -srm': 'Linux 6.12.0 x86_64\n',
		'hostnamectl --static': 'node1.example\n',
		'ip -j route':
			'[{"dst":"default","gateway":"192.168.122.1","dev":"enp1s0","protocol":"dhcp","metric":100,"flags":[]}]',
	};
	const host =
		(more: Readonly<Record<string, ReturnType<Answers>>>): Answers =>
		words => {
			const table = {...base, ...more};
			const key = Object.keys(table).find(prefix => words.startsWith(prefix));
			return key === undefined ? undefined : table[key];
		};
	const stateOf = async (id: string, more: Parameters<typeof host>[0], answers: Partial<InstallAnswers> = {}) =>
		(await planOn(fakeRunner(host(more)), answers)).find(step => step.id === id);

	test('no firewalld, or one that does not run, is nothing to open', async () => {
		expect(await stateOf('firewall-trial', {})).toMatchObject({state: 'skipped', commands: []});
		const stopped = {'firewall-cmd': {kind: 'failed', exit: 252, stderr: 'FirewallD is not running\n'}} as const;
		const step = await stateOf('firewall-commit', stopped);
		expect(step).toMatchObject({state: 'skipped', found: text.install.steps.firewall.stopped});
	});

	test('an ordinary user cannot know the firewall: blocked, never “nothing to do”', async () => {
		const refused = recorded('firewalld/1.3.3/list-all-as-operator.json', ['firewall-cmd']);
		expect(await stateOf('firewall-trial', {'firewall-cmd': refused})).toMatchObject({state: 'blocked'});
		expect(await stateOf('privilege', {'id -u': '1000\n'})).toMatchObject({
			state: 'blocked',
			found: text.install.steps.privilege.notRoot,
		});
	});

	test('an unreachable release blocks the download with the tool’s reason', async () => {
		const step = await stateOf('download', {
			'curl -q -fsSL': {kind: 'failed', exit: 6, stderr: 'curl: (6) Could not resolve host: docs.k0sproject.io\n'},
		});
		expect(step).toMatchObject({state: 'blocked', commands: []});
		expect(step?.found).toContain('Could not resolve host');
	});

	test('a k0s that is there is kept; a pinned other one is put beside the new one', async () => {
		const there = {'k0s version': 'v1.33.4+k0s.0\n'};
		expect(await stateOf('download', there)).toMatchObject({state: 'done'});
		expect(await stateOf('place', there)).toMatchObject({state: 'done'});
		const other = await stateOf(
			'place',
			{...there, 'curl -q -fsSIL': 'HTTP/2 200 \r\ncontent-length: 5\r\n'},
			{
				version: 'v1.34.1+k0s.0',
			},
		);
		expect(other?.commands.map(({command}) => shown(command.argv))).toContain(
			'ln -fT -- /usr/local/bin/k0s /usr/local/bin/.k0s.prev',
		);
	});

	test('a unit with other flags is shown, never overwritten', async () => {
		const unit = '[Service]\nExecStart=/usr/local/bin/k0s controller --single=true\n';
		const step = await stateOf('install', {'cat -- /etc/systemd/system/k0scontroller.service': unit});
		expect(step).toMatchObject({state: 'blocked', commands: []});
		expect(step?.found).toContain('--single=true');
		expect(step?.found).toContain('--enable-worker=true --no-taints=true');
	});

	test('a processor without a k0s, and no systemd, end before anything begins', async () => {
		expect(await stateOf('preflight', {'uname -srm': 'Linux 6.12.0 riscv64\n'})).toMatchObject({
			state: 'blocked',
			found: text.install.steps.preflight.noBuild('riscv64'),
		});
		expect((await stateOf('preflight', {}))?.found).toContain('systemd');
	});
});

describe('bad answers are refused in one sentence', () => {
	test.each([
		'',
		'Upper.example',
		'under_score',
		'a..b',
		'.a',
		'a.',
		'-a',
		'a-.b',
		'a b',
		';reboot',
		'$(id)',
		'-rf',
		'a\nb',
		'a\u0000b',
		'localhost',
		'x'.repeat(64),
		`${'a.'.repeat(40)}b`,
		'名前',
	])('host name %j', name => {
		const refusal = refuseHostname(name, text);
		expect(refusal).toMatch(/^[^\n]{5,100}$/);
	});

	test('good host names', () => {
		for (const name of ['centos10.home.local', 'a', 'node-1', '1a.b2', 'x'.repeat(63)]) {
			expect(refuseHostname(name, text)).toBeUndefined();
		}
	});

	test('interfaces, versions and paths', () => {
		for (const name of ['x;reboot', '-a', 'a b', '..', '', 'a'.repeat(16), 'a/b']) {
			expect(refuseInterface(name, text)).toBeDefined();
		}

		for (const name of ['enp1s0', 'eth0.100', 'br-1', 'wlan_0']) expect(refuseInterface(name, text)).toBeUndefined();
		for (const version of ['1.34.1', 'v1.34', 'latest', 'v1.34.1+k0s.0/../../x', 'v1.34.1+k0s.0 ']) {
			expect(refuseVersion(version, text)).toBeDefined();
		}

		for (const version of ['stable', 'v1.34.1+k0s.0', 'v1.35.0-rc.1+k0s.0']) {
			expect(refuseVersion(version, text)).toBeUndefined();
		}

		expect(refusePath('relative', text)).toBeDefined();
		expect(refusePath('/a\nb', text)).toBeDefined();
		expect(refusePath('/etc/k0s/k0s.yaml', text)).toBeUndefined();
	});
});

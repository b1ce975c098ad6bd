import {afterEach, describe, expect, test} from 'vitest';
import type {CheckId} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions, type CheckOptions} from '../../source/checks/options.js';
import {createRemedySession} from '../../source/checks/remedy-session.js';
import {runChecks} from '../../source/checks/run.js';
import * as edit from '../../source/command/edit.js';
import {readFile} from '../../source/command/files.js';
import {change, typed, type Command} from '../../source/command/command.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import type {Scenario} from '../../source/simulated/scenario.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {catalogue} from '../../source/text/text.js';

/** Remedies on the simulated server: what is planned is what runs, the check then finds it mended, undo brings it back. */
const text = catalogue('en');
const speed = 2000;
const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

function start(scenario: Scenario = 'fresh', faults: Faults = {}, options: Partial<CheckOptions> = {}) {
	const runner = createRunner(createSimulatedHost({scenario, speed, faults}));
	closing.push(() => runner.close());
	const given = {...defaultOptions, ...options};
	const journal = createMemoryJournal();
	let ran = 0;
	const session = createRemedySession({
		...{runner, journal, text, options: given},
		clock: createClock(speed),
		onRan: () => ran++,
	});
	const result = async (id: CheckId) => {
		const checks = allChecks.filter(check => check.id === id);
		const [report] = await runChecks(checks, {ask: command => runner.run(command), options: given, text});
		return report;
	};
	return {runner, session, journal, result, ran: () => ran};
}

const must = async (runner: Runner, command: Command): Promise<string> => {
	const outcome = await runner.run(command);
	expect(outcome.kind, `${outcome.argv.join(' ')}: ${outcome.stderr}`).toBe('ok');
	return outcome.stdout;
};
const write = (path: string, content: string) => edit.writeFile(path, content);

type Case = readonly [
	id: CheckId,
	what: string,
	breaks: readonly Command[],
	plan: readonly string[],
	from?: {readonly scenario?: Scenario; readonly faults?: Faults; readonly options?: Partial<CheckOptions>},
];

const state = '/var/lib/k0s-tui';
const put = `install -d -m 700 -- ${state}/backup`;
const cases: readonly Case[] = [
	[
		'kernel-modules',
		'EL10 without kernel-modules-extra',
		[],
		['dnf install -y kernel-modules-extra-6.12.0-124.el10.x86_64'],
		{faults: {missingModules: ['br_netfilter', 'ip_set', 'xt_comment']}},
	],
	[
		'localhost',
		'no localhost in /etc/hosts',
		[write('/etc/hosts', '192.168.122.1 gateway')],
		[
			put,
			`cp -a --backup=numbered -- /etc/hosts ${state}/backup/hosts`,
			"sed -i -e '$a\\127.0.0.1 localhost' -- /etc/hosts",
		],
	],
	[
		'hostname',
		'capitals in the host name',
		[change(['hostnamectl', 'set-hostname', 'Node-1.Home.Local'], 'set-hostname')],
		['hostnamectl set-hostname node-1.home.local'],
	],
	[
		'inotify',
		'few inotify instances',
		[write('/proc/sys/fs/inotify/max_user_instances', '8\n')],
		[
			'sysctl -w fs.inotify.max_user_instances=8192',
			"tee -- /etc/sysctl.d/99-z-k0s-tui-inotify.conf <<'EOF'\nfs.inotify.max_user_instances = 8192\nEOF",
		],
	],
	[
		'forwarding',
		'forwarding turned off under k0s',
		[write('/proc/sys/net/ipv4/ip_forward', '0\n')],
		[
			'sysctl -w net.ipv4.ip_forward=1',
			"tee -- /etc/sysctl.d/99-z-k0s-tui-forwarding.conf <<'EOF'\nnet.ipv4.ip_forward = 1\nEOF",
		],
		{scenario: 'ready'},
	],
	[
		'firewalld',
		'firewalld stopped',
		[change(['systemctl', 'stop', 'firewalld.service'], 'unit-stop')],
		['systemctl start firewalld.service'],
	],
	[
		'firewalld',
		'the iptables back end',
		[edit.replaceLine('/etc/firewalld/firewalld.conf', 'FirewallBackend=', 'FirewallBackend=iptables')],
		[
			"sed -i -e 's|^FirewallBackend=.*|FirewallBackend=nftables|' -- /etc/firewalld/firewalld.conf",
			'systemctl restart firewalld.service',
		],
	],
	[
		'firewall-pods',
		'kube-bridge in no zone',
		[],
		[
			'firewall-cmd --zone=trusted --change-interface=kube-bridge',
			'firewall-cmd --permanent --zone=trusted --change-interface=kube-bridge',
		],
	],
	[
		'firewall-nodes',
		'other nodes are shut out',
		[],
		['6443/tcp', '8132/tcp', '9443/tcp', '2380/tcp', '10250/tcp', '179/tcp', '4789/udp'].flatMap(port => [
			`firewall-cmd --zone=public --add-port=${port}`,
			`firewall-cmd --permanent --zone=public --add-port=${port}`,
		]),
		{options: {profile: 'multi-node'}},
	],
	[
		'firewall-permanent',
		'a port that is only in force',
		[change(['firewall-cmd', '--zone=public', '--add-port=8080/tcp'], 'firewall-change')],
		['firewall-cmd --permanent --zone=public --add-port=8080/tcp'],
	],
	[
		'firewall-permanent',
		'a service that is only in force',
		[change(['firewall-cmd', '--zone=public', '--add-service=http'], 'firewall-change')],
		['firewall-cmd --permanent --zone=public --add-service=http'],
	],
	[
		'firewall-permanent',
		'a source that is only in force',
		[change(['firewall-cmd', '--zone=public', '--add-source=10.9.0.0/16'], 'firewall-change')],
		['firewall-cmd --permanent --zone=public --add-source=10.9.0.0/16'],
	],
	[
		'firewall-permanent',
		'a rich rule that is only in force',
		[
			change(
				['firewall-cmd', '--zone=public', '--add-rich-rule=rule family="ipv4" source address="10.9.0.0/16" accept'],
				'firewall-change',
			),
		],
		[`firewall-cmd --permanent --zone=public '--add-rich-rule=rule family="ipv4" source address="10.9.0.0/16" accept'`],
	],
	[
		'cni-files',
		'another CNI’s file',
		[write('/etc/cni/net.d/05-flannel.conflist', '{}')],
		[put, `mv -T --backup=numbered -- /etc/cni/net.d/05-flannel.conflist ${state}/backup/05-flannel.conflist`],
	],
	[
		'k0s-config',
		'a configuration from before',
		[write('/etc/k0s/k0s.yaml', 'spec: {}\n')],
		[put, `mv -T --backup=numbered -- /etc/k0s/k0s.yaml ${state}/backup/k0s.yaml`],
	],
	[
		'k0s-unit',
		'a unit whose program is gone',
		[write('/etc/systemd/system/k0scontroller.service', '[Service]\nExecStart=/usr/local/bin/k0s controller\n')],
		[
			put,
			`mv -T --backup=numbered -- /etc/systemd/system/k0scontroller.service ${state}/backup/k0scontroller.service`,
			'systemctl daemon-reload',
		],
	],
	[
		'data-folder',
		'data without a service',
		[write('/var/lib/k0s/pki/ca.key', 'x')],
		['mv -T --backup=numbered -- /var/lib/k0s /var/lib/k0s.before-k0s-tui'],
	],
	[
		'run-folder',
		'a run folder without k0s',
		[write('/run/k0s/status.sock', '')],
		['mv -T --backup=numbered -- /run/k0s /run/k0s.before-k0s-tui'],
	],
];

describe('a remedy', () => {
	for (const [id, what, breaks, plan, from = {}] of cases) {
		test(`${id}: ${what}`, async () => {
			const {runner, session, journal, result, ran} = start(from.scenario, from.faults, from.options);
			for (const command of breaks) await must(runner, command);
			const before = await result(id);
			expect(before?.result).toMatch(/^(warn|fail)$/);

			const planned = await session.prepare([id]);
			expect(planned.plan?.flatMap(({commands}) => commands.map(command => typed(command)))).toEqual(plan);
			expect(planned.plan?.[0]?.step.notes.length).toBeGreaterThan(0);
			expect(await session.run()).toBe(true);
			expect(ran()).toBe(1);
			expect(await result(id)).toMatchObject({result: 'pass'});

			const {records} = await journal.read();
			expect(records.filter(({ev}) => ev === 'begin').map(({argv}) => argv)).toEqual(
				planned.plan?.flatMap(({commands}) => commands.map(({argv}) => argv)),
			);
			expect(records.every(({run}) => run.startsWith('remedy-'))).toBe(true);

			// Nothing is left to do; then it is taken back, and the check finds what it found.
			expect((await session.prepare([id])).plan).toEqual([]);
			const back = await session.prepare([id], 'undo');
			expect(back.plan?.[0]?.commands.map(({argv}) => argv)).toEqual(before?.remedy?.fix?.undo.map(({argv}) => argv));
			expect(await session.run()).toBe(true);
			expect(await result(id)).toMatchObject({result: before?.result, found: before?.found});
		});
	}

	test('that needs a reboot says so, and the next look remembers; after the reboot nothing is left of it', async () => {
		const newer = '6.12.0-130.el10.x86_64';
		const {runner, session, result} = start('fresh', {missingModules: ['ip_set']});
		await must(runner, write(`/lib/modules/${newer}/modules.dep`, ''));
		const {plan} = await session.prepare(['kernel-modules']);
		expect(plan?.[0]?.commands.map(({argv}) => argv)).toEqual([
			['dnf', 'install', '-y', `kernel-modules-extra-${newer}`],
			['install', '-d', '-m', '700', '--', state],
			['install', '-d', '-m', '700', '--', `${state}/reboot`],
			['cp', '--', '/proc/sys/kernel/random/boot_id', `${state}/reboot/kernel-modules`],
		]);
		expect(plan?.[0]?.step.notes).toContain(text.checks.remedies.reboot);
		expect(await session.run()).toBe(true);
		expect(await result('kernel-modules')).toMatchObject({result: 'fail', remedy: {commands: []}});
		expect(await result('reboot')).toMatchObject({result: 'warn', found: 'waiting for it: Kernel modules on disk'});
		await must(runner, write('/proc/sys/kernel/random/boot_id', 'another\n'));
		expect(await result('reboot')).toMatchObject({result: 'pass'});
	});

	test('of each check that names one changes the host by an argv without a shell, and says why', async () => {
		const seen = new Set<string>();
		for (const [, , breaks, , from = {}] of cases) {
			const {runner} = start(from.scenario, from.faults, from.options);
			for (const command of breaks) await must(runner, command);
			const options = {...defaultOptions, ...from.options};
			for (const {remedy} of await runChecks(allChecks, {ask: command => runner.run(command), options, text})) {
				for (const command of [...(remedy?.commands ?? []), ...(remedy?.fix?.undo ?? [])]) {
					seen.add(command.argv[0]);
					expect(text.why[command.why], command.why).toBeDefined();
					if (remedy?.fix) expect(command, typed(command)).toMatchObject({changes: true, root: true});
				}
			}
		}

		expect([...seen].filter(tool => /sh$/.test(tool))).toEqual([]);
		expect(seen.size).toBeGreaterThan(8);
	});
});

describe('several remedies', () => {
	test('one that fails does not keep the next from running', async () => {
		const {runner, session, result} = start();
		await must(runner, write('/etc/hosts', '10.0.0.1 gateway'));
		await must(runner, write('/proc/sys/fs/inotify/max_user_instances', '8\n'));
		const {plan} = await session.prepare(['inotify', 'localhost', 'memory']);
		expect(plan?.map(({step}) => step.id)).toEqual(['inotify', 'localhost']);
		// Between the plan and the yes the file went away.
		await must(runner, change(['rm', '-f', '--', '/etc/hosts'], 'remove-file'));
		expect(await session.run()).toBe(false);
		expect(await result('inotify')).toMatchObject({result: 'pass'});
		expect(session.get().session?.steps.find(({id}) => id === 'localhost')).toMatchObject({state: 'blocked'});
	});

	test('what is planned is looked at again before it runs: a command that was not shown is not run', async () => {
		const {runner, session} = start();
		await must(runner, change(['hostnamectl', 'set-hostname', 'One.Home.Local'], 'set-hostname'));
		await session.prepare(['hostname']);
		await must(runner, change(['hostnamectl', 'set-hostname', 'Two.Home.Local'], 'set-hostname'));
		expect(await session.run()).toBe(false);
		expect(await must(runner, readFile('/etc/hostname'))).toBe('Two.Home.Local\n');
		expect(session.get().session?.steps[0]).toMatchObject({
			state: 'failed',
			found: expect.stringContaining('two') as string,
		});
	});

	test('a read-only run refuses', () => {
		const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed}), {readOnly: true});
		closing.push(() => runner.close());
		const clock = createClock(speed);
		const session = createRemedySession({runner, journal: createMemoryJournal(), clock, text, options: defaultOptions});
		expect(session.refuses).toBe('read-only');
	});
});

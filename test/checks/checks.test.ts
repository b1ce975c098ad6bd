import {describe, expect, test} from 'vitest';
import type {CheckId, Report, Result} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions, type CheckOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {absent, answering, config, failing, goodHost, modules, refused, type Given} from '../support/good-host.js';
import {el10} from './case.js';
import {firewallCases} from './cases-firewall.js';
import {installCases} from './cases-install.js';
import {networkCases} from './cases-network.js';
import {outsideCases} from './cases-outside.js';
import {systemCases} from './cases-system.js';

const text = catalogue('en');

async function judge(given: Given = {}, options: Partial<CheckOptions> = {}): Promise<ReadonlyMap<CheckId, Report>> {
	const runner = fakeRunner(answering({...goodHost, ...given}));
	const reports = await runChecks(allChecks, {
		ask: command => runner.run(command),
		options: {...defaultOptions, ...options},
		text,
	});
	return new Map(reports.map(report => [report.id, report]));
}

const good = await judge();

/** What is another than on the good host, and not fine: nothing else may turn. */
function turned(reports: ReadonlyMap<CheckId, Report>): Record<string, Result> {
	return Object.fromEntries(
		[...reports.values()]
			.filter(({id, result}) => result !== 'pass' && result !== good.get(id)?.result)
			.map(({id, result}) => [id, result]),
	);
}

const cases = [...systemCases, ...networkCases, ...firewallCases, ...installCases, ...outsideCases];

test('a good host: nothing failed, nothing warned, nothing unknown', () => {
	const others_ = [...good.values()].filter(({result}) => result !== 'pass');
	expect(others_.map(({id, result}) => [id, result])).toEqual([
		['node-pressure', 'skip'],
		['unused-images', 'skip'],
		['node-name', 'skip'],
		['node-address', 'skip'],
		['firewall-nodes', 'skip'],
		['set-up', 'skip'],
		['k0s-sysinfo', 'skip'],
		['certificates', 'skip'],
		['support', 'skip'],
		['airgap-bundle', 'skip'],
	]);
});

describe('one thing is wrong: the right checks turn, and no other', () => {
	for (const [what, given, turns, found, options] of cases) {
		test(what, async () => {
			const reports = await judge(given, options);
			// On the day of the good host no release that is known here gets fixes any more.
			const isPlaced = typeof given['k0s version'] === 'string';
			expect(turned(reports)).toEqual({...(isPlaced && {support: 'warn'}), ...turns});
			const [first] = Object.keys(turns) as CheckId[];
			if (found !== undefined && first !== undefined) expect(reports.get(first)?.found).toContain(found);
		});
	}

	test('every check that can fail or warn is turned by some case', () => {
		const judged = new Set(cases.flatMap(([, , turns]) => Object.keys(turns)));
		const never = allChecks.map(({id}) => id).filter(id => !judged.has(id));
		// Facts to know of: they are always fine, or have one bound that no host fails; the rest has tests of its own.
		expect(never).toEqual([
			'kernel-release',
			'container',
			'cpu',
			'swap',
			'unused-images',
			'ipv6',
			'set-up',
			'support',
			'selinux',
			'apparmor',
		]);
	});
});

describe('could not read', () => {
	test('no tool at all: nothing passes that was not seen, nothing fails', async () => {
		const runner = fakeRunner(() => undefined);
		const reports = await runChecks(allChecks, {ask: command => runner.run(command), options: defaultOptions, text});
		const rest = reports.filter(({result}) => result !== 'unknown');
		expect(rest.map(({id, result}) => [id, result])).toEqual([
			['firewalld', 'pass'],
			['firewall-pods', 'skip'],
			['firewall-interface', 'skip'],
			['firewall-default-zone', 'skip'],
			['firewall-nodes', 'skip'],
			['firewall-permanent', 'skip'],
			['firewall-reload', 'skip'],
			['firewall-forward', 'skip'],
			['kubeconfig', 'pass'],
			['k0s-sysinfo', 'skip'],
			['support', 'skip'],
			['airgap-bundle', 'skip'],
		]);
	});

	test('each command refused, slow or garbled: unknown says why, nothing throws', async () => {
		for (const key of Object.keys(goodHost)) {
			for (const outcome of [refused, {kind: 'timed-out', exit: null} as const]) {
				const reports = await judge({[key]: outcome});
				// What was not seen is never a verdict. curl that gets no answer in time is one.
				const verdicts = Object.entries(turned(reports)).filter(([, result]) => result !== 'unknown');
				expect(key === 'curl' ? [] : verdicts, key).toEqual([]);
				for (const {id, result, found} of reports.values()) {
					if (result === 'unknown') expect(found, `${key}: ${id}`).not.toBe('');
				}
			}

			for (const report of (await judge({[key]: '\0garbage'})).values()) expect(report.found).not.toBe('');
		}
	});

	test('an ordinary user is told what root would see', async () => {
		const reports = await judge({
			'id -u': '1001\n',
			'sudo -n true': failing('sudo: a password is required\n'),
			'firewall-cmd --state': failing('Authorization failed.\n    Make sure polkit agent is running\n', 253),
			'nft -j list chains': refused,
			'cat -- /proc/net/ip_tables_names': failing('cat: /proc/net/ip_tables_names: Permission denied\n'),
		});
		expect(reports.get('firewalld')).toMatchObject({result: 'unknown', found: 'needs root: Authorization failed.'});
		expect(reports.get('kube-chains')?.remedy?.note).toContain('as root');
		expect(reports.get('iptables-mix')?.result).toBe('unknown');
	});
});

describe('kernel modules without a module folder', () => {
	const without = {
		[`ls -1A -- /lib/modules/${el10}`]: absent('/lib/modules'),
		'ls -1d -- /boot/config-': failing("ls: cannot access '/boot/config-6': No such file or directory\n", 2),
	};

	test('neither configuration nor loaded modules: unknown, not failed', async () => {
		const reports = await judge(without);
		expect(reports.get('kernel-modules')).toMatchObject({result: 'unknown'});
		expect(reports.get('kernel-config')).toMatchObject({result: 'unknown'});
	});

	test('everything built in: passes, and counts them', async () => {
		const {kernelModules} = await import('../../source/model/kernel-modules.js');
		const builtIn = kernelModules.map(({option}) => `CONFIG_${option}=y`).join('\n');
		const reports = await judge({
			...without,
			'ls -1d -- /boot/config-': '/proc/config.gz\n',
			'gzip -dc -- /proc/config.gz': `${config()}\n${builtIn}\n`,
		});
		expect(reports.get('kernel-modules')).toMatchObject({
			result: 'pass',
			found: `all present: 0 as files, ${kernelModules.length} built in`,
		});
	});
});

/** Those that tell of something that is not there: no line of an answer can show it. */
const shownByAbsence: readonly string[] = [
	'no modprobe',
	'no ipset, which k0s does not call',
	'no default route',
	'KUBECONFIG',
];

describe('what a report shows', () => {
	test.each(cases.map(([what, given, turns, , options]) => ({what, given, turns, options})))(
		'$what: lines of the answers that decided',
		async ({what, given, turns, options}) => {
			const reports = await judge(given, options);
			for (const [id, result] of Object.entries(turns)) {
				if (result !== 'fail' && result !== 'warn') continue;
				const evidence = reports.get(id as CheckId)?.evidence ?? [];
				const shown = evidence.some(({lines, kind}) => lines.length > 0 || kind !== 'ok');
				expect([what, id, shown]).toEqual([what, id, !shownByAbsence.includes(what)]);
			}
		},
	);

	test('the commands that were asked, and of their answers the lines that decided', async () => {
		const reports = await judge({'cat -- /proc/meminfo': 'MemTotal: 500000 kB\nMemFree: 1 kB\nSwapTotal: 0 kB\n'});
		expect(reports.get('memory')?.evidence).toEqual([
			{argv: ['cat', '--', '/proc/meminfo'], kind: 'ok', exit: 0, lines: ['MemTotal: 500000 kB']},
		]);
		expect(reports.get('default-route')?.evidence[0]?.lines[0]).toContain('"dst":"default"');
	});

	test('never a proxy’s password', async () => {
		const environment = {HTTPS_PROXY: 'http://me:s3cret@p:3128'};
		const reports = await judge(
			{
				'systemctl show k0scontroller.service --property Environment':
					'Environment=HTTPS_PROXY=http://me:s3cret@p:3128\n',
			},
			{environment},
		);
		expect(JSON.stringify([...reports.values()])).not.toContain('s3cret');
	});

	test('a remedy is an argv for the distribution that the host has', async () => {
		const missing = {[`modinfo -k ${el10}`]: modules(['ip_set'])};
		const el = await judge(missing);
		expect(el.get('kernel-modules')?.remedy?.commands.map(({argv}) => argv)).toEqual([
			['dnf', 'install', '-y', `kernel-modules-extra-${el10}`],
		]);
		const debian = await judge({...missing, 'cat -- /etc/os-release': 'ID=debian\nPRETTY_NAME=Debian\n'});
		expect(debian.get('kernel-modules')?.remedy).toMatchObject({
			commands: [],
			note: expect.stringContaining('Reboot') as string,
		});
	});
});

test('each command is asked once, and none of them changes anything', async () => {
	const asked: string[] = [];
	const runner = fakeRunner(answering(goodHost));
	await runChecks(allChecks, {
		async ask(command) {
			expect(command.changes).toBe(false);
			expect(text.why[command.why], command.why).toBeDefined();
			expect(command.deadline).toBeGreaterThan(0);
			asked.push(command.argv.join(' '));
			return runner.run(command);
		},
		options: defaultOptions,
		text,
	});
	expect(asked.length).toBeGreaterThan(40);
	expect(new Set(asked).size).toBe(asked.length);
});

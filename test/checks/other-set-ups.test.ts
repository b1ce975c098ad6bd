import {describe, expect, test} from 'vitest';
import type {CheckId, Report} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {absent, answering, controller, failing, goodHost, type Given} from '../support/good-host.js';
import {unitOf} from './case.js';

async function judge(ids: readonly CheckId[], given: Given): Promise<ReadonlyMap<CheckId, Report>> {
	const runner = fakeRunner(answering({...goodHost, ...given}));
	const reports = await runChecks(
		allChecks.filter(({id}) => ids.includes(id)),
		{ask: async command => runner.run(command), options: defaultOptions, text: catalogue('en')},
	);
	return new Map(reports.map(report => [report.id, report]));
}

/** Alpine: nothing of systemd is there. */
const openrc: Given = {
	'cat -- /proc/1/comm': 'init\n',
	'ls -1A -- /run/systemd/system': absent('/run/systemd/system'),
	'ls -1d -- /run/openrc/softlevel': '/run/openrc/softlevel\n',
	systemctl: null,
	'systemctl show k0scontroller.service': null,
	'systemctl show k0sworker.service': null,
	'systemctl show kubelet.service': null,
	'systemctl show firewalld.service': null,
	'timedatectl show': null,
	'rc-service k0scontroller status': ' * status: started\n',
	'grep -r -H -e  -- /run/openrc/options/k0scontroller': '/run/openrc/options/k0scontroller/child_pid:2347\n',
	'rc-service k0sworker status': failing(" * rc-service: service `k0sworker' does not exist\n"),
	'grep -r -H -e  -- /run/openrc/options/k0sworker': absent('/run/openrc/options/k0sworker'),
};

describe('a host that OpenRC runs', () => {
	test('is named as what it is: no failure, and what k0s-tui does not do there', async () => {
		const reports = await judge(['init', 'k0s-unit', 'other-kubernetes', 'time-sync'], openrc);
		expect(reports.get('init')).toMatchObject({result: 'warn', found: 'OpenRC'});
		expect(reports.get('init')?.remedy?.note).toContain('rc-service k0scontroller status');
		expect(reports.get('k0s-unit')?.result).not.toBe('unknown');
		expect(reports.get('k0s-unit')?.found).toContain('active');
		const crashed = {
			'k0s version': 'v1.34.1+k0s.0\n',
			...openrc,
			'rc-service k0scontroller status': failing(' * status: crashed\n', 32, ' * status: crashed\n'),
		};
		const unit = (await judge(['k0s-unit'], crashed)).get('k0s-unit');
		expect(unit?.remedy).toMatchObject({commands: [], note: expect.stringContaining('rc-service k0scontroller')});
	});

	test('what only systemd tells is unknown, and no package is advised for it', async () => {
		const reports = await judge(['other-kubernetes', 'time-sync', 'other-containers'], openrc);
		for (const {id, result, remedy} of reports.values()) {
			expect(result, id).toBe('unknown');
			expect(remedy?.note, id).toContain('Only systemd can tell this');
		}
	});

	test('process 1 of neither is still a failure', async () => {
		const none = {...openrc, 'ls -1d -- /run/openrc/softlevel': absent('/run/openrc/softlevel')};
		expect((await judge(['init'], none)).get('init')).toMatchObject({
			result: 'fail',
			found: expect.stringContaining('init'),
		});
	});
});

describe('a container', () => {
	test.each([
		['a machine', {}, 'pass', 'no container'],
		['LXC', {'cat -- /run/systemd/container': 'lxc\n', 'ls -1d -- /dev/kmsg': '/dev/kmsg\n'}, 'warn', '(lxc)'],
		[
			'LXC under OpenRC',
			{...openrc, 'grep -a -o -e container=': 'container=lxc\n', 'ls -1d -- /dev/kmsg': '/dev/kmsg\n'},
			'warn',
			'(lxc)',
		],
		[
			'LXC without /dev/kmsg',
			{'cat -- /run/systemd/container': 'lxc\n', 'ls -1d -- /dev/kmsg': absent('/dev/kmsg')},
			'fail',
			'/dev/kmsg',
		],
		['another one', {'cat -- /run/systemd/container': 'docker\n'}, 'pass', '(docker)'],
		[
			'no systemd, and an ordinary user',
			{...openrc, 'grep -a -o -e container=': failing('grep: /proc/1/environ: Permission denied\n', 2)},
			'unknown',
			'',
		],
	] as const)('%s', async (_, given, result, found) => {
		const report = (await judge(['container'], given)).get('container');
		expect(report?.result).toBe(result);
		expect(report?.found).toContain(found);
	});
});

describe('the set-up of k0s', () => {
	const status = (spec: unknown, more: Record<string, unknown> = {}): Given => ({
		[unitOf]: controller('active'),
		'k0s status': JSON.stringify({
			...{Version: 'v1.34.1+k0s.0', Pid: 1592, Role: 'controller', ClusterConfig: {spec}},
			...{K0sVars: {DataDir: '/var/lib/k0s'}, ...more},
		}),
	});
	const network = (more: Record<string, unknown>) => ({
		storage: {type: 'etcd'},
		network: {provider: 'kuberouter', podCIDR: '10.244.0.0/16', kubeProxy: {mode: 'iptables'}, ...more},
	});

	test.each([
		['the guide', status(network({})), 'as in the guide'],
		['kine', status({...network({}), storage: {type: 'kine'}}), 'datastore kine'],
		['Calico', status(network({provider: 'calico'})), 'network calico'],
		['a network of one’s own', status(network({provider: 'custom'})), 'network custom'],
		['nftables', status(network({kubeProxy: {mode: 'nftables'}})), 'kube-proxy with nftables'],
		['ipvs', status(network({kubeProxy: {mode: 'ipvs'}})), 'kube-proxy with ipvs'],
		['no kube-proxy', status(network({kubeProxy: {disabled: true}})), 'no kube-proxy'],
		['dual stack', status(network({dualStack: {enabled: true}})), 'dual stack'],
		['IPv6 alone', status(network({podCIDR: 'fd00::/108'})), 'IPv6'],
		['a data folder', status(network({}), {K0sVars: {DataDir: '/srv/k0s'}}), 'data in /srv/k0s'],
		['without metrics', status(network({}), {Args: ['--disable-components=metrics-server']}), 'without metrics-server'],
	] as const)('%s', async (_, given, found) => {
		const report = (await judge(['set-up'], given)).get('set-up');
		expect(report).toMatchObject({result: 'pass', found: expect.stringContaining(found)});
	});

	test('ipvs and Calico say what k0s-tui reads otherwise; what is not told is unknown', async () => {
		const of = async (given: Given) => (await judge(['set-up'], given)).get('set-up');
		expect((await of(status(network({kubeProxy: {mode: 'ipvs'}}))))?.remedy?.note).toContain('ipvsadm -Ln');
		expect((await of(status(network({provider: 'calico'}))))?.remedy?.note).toContain('cali*');
		expect((await of(status({})))?.result).toBe('unknown');
		expect((await of({[unitOf]: controller('active'), 'k0s status': failing('denied\n')}))?.result).toBe('unknown');
		expect((await of({}))?.result).toBe('skip');
	});
});

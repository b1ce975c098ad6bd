import {describe, expect, test} from 'vitest';
import {type ResetFacts} from '../../../source/install/reset/facts.js';
import {installedAt} from '../../../source/install/reset/installed.js';
import {resetSteps} from '../../../source/install/reset/steps.js';
import {unreadOf} from '../../../source/install/reset/unread.js';
import type {Firewall, Zone} from '../../../source/model/firewall.js';
import type {JournalRecord} from '../../../source/engine/journal.js';
import type {Unit} from '../../../source/facts/cluster.js';
import type {Mount} from '../../../source/facts/host.js';
import type {IpRule} from '../../../source/read/ip/rule.js';
import {known, unknown} from '../../../source/facts/reading.js';
import {answers, clean, data, entries, files, leftWith, mount, text} from './reset-facts.js';

test('nothing is left where all was looked at and nothing found', () => {
	expect(leftWith({})).toEqual({commands: [], kept: []});
	expect(unreadOf(clean, text)).toEqual([]);
});

test('the row of leftovers does not say that nothing is left while things stay that others may use', () => {
	const judged = (facts: Partial<ResetFacts>) =>
		resetSteps(text)
			.find(({id}) => id === 'leftovers')
			?.judge({...clean, ...facts}, answers());
	const [found, staying] = [
		judged({}),
		judged({...files('d/opt/cni/bin', 'f/opt/cni/bin/bridge'), beside: known(['/usr/bin/podman'])}),
	];
	expect(found).toEqual({state: 'so', found: text.install.reset.leftovers.none});
	expect(staying).toEqual({state: 'so', found: text.install.reset.keptAlone(1)});
	// A setting of the kernel ends with the next start of the system: it is told below the row alone.
	expect(judged({settings: known(new Map([['net.ipv4.ip_forward', '1']]))})).toEqual(found);
});

describe('names of pods’ network namespaces', () => {
	const name = 'cni-21f686ce-9308-248a-9933-9d87589929b9';
	const named = files('d/run/netns', `f/run/netns/${name}`, 'f/run/netns/vpn');
	test('go when no pod and no other engine is here; others are nobody’s concern', () => {
		expect(leftWith(named)).toEqual({commands: [`ip netns delete ${name}`], kept: []});
	});

	test('stay while pods run, and beside another engine', () => {
		expect(leftWith({...named, shims: known([{pid: 1, sandbox: 'a'}])}).kept).toEqual([`${name} pods`]);
		expect(leftWith({...named, beside: known(['/usr/bin/crio'])}).kept).toEqual([`${name} shared CRI-O`]);
	});
});

test('a worker’s failed unit is cleared too', () => {
	const failed = {
		id: 'k0sworker.service',
		loadState: 'not-found',
		activeState: 'failed',
		subState: 'failed',
		result: 'exit-code',
	} as Unit;
	expect(leftWith({workerUnit: known(failed)}).commands).toEqual(['systemctl reset-failed k0sworker.service']);
});

describe('packet rules beside another Kubernetes', () => {
	const sets = {sets: known(['KUBE-SRC-A', 'kube-router-node-ips', 'mine'])};
	test('its rules have the same names: none goes, all are named', () => {
		expect(leftWith(sets).commands).toEqual(['ipset destroy KUBE-SRC-A', 'ipset destroy kube-router-node-ips']);
		expect(leftWith({...sets, beside: known(['/usr/local/bin/k3s'])})).toEqual({
			commands: [],
			kept: ['KUBE-SRC-A, kube-router-node-ips shared Kubernetes'],
		});
	});
});

describe('what a firewall zone holds', () => {
	const zone = {
		...{name: 'trusted', active: true, target: 'ACCEPT', interfaces: ['kube-bridge'], sources: ['10.244.0.0/16']},
		...{services: [], ports: [], protocols: [], masquerade: false, forward: true, forwardPorts: [], richRules: []},
	} as unknown as Zone;
	const firewall = {
		...{defaultZone: 'public', runtime: [zone], permanent: [], zones: [zone]},
	} as unknown as Firewall;
	const held = {firewall: known(firewall)};
	const removal = ['firewall-cmd', '--zone=trusted', '--remove-source=10.244.0.0/16'];

	test('kube-router’s bridge goes; the pods’ range goes when our journal put it there, else it is named', () => {
		expect(leftWith(held)).toEqual({
			commands: ['firewall-cmd --zone=trusted --remove-interface=kube-bridge'],
			kept: ['zone=trusted source=10.244.0.0/16 owner'],
		});
		const {commands, kept} = leftWith(held, {...answers(), firewall: [removal]});
		expect(commands).toContain(removal.join(' '));
		expect(kept).toEqual([]);
	});

	test('beside another Kubernetes the bridge is not taken out of its zone', () => {
		expect(leftWith({...held, beside: known(['/usr/bin/kubelet'])}).commands).toEqual([]);
	});
});

describe('when this k0s was installed', () => {
	const record = (parts: Partial<JournalRecord>): JournalRecord =>
		({
			run: 'install-1',
			step: 'install',
			ev: 'begin',
			argv: ['k0s', 'install', 'controller'],
			after: null,
			...parts,
		}) as JournalRecord;
	test('is the first of our installs since a reset that left nothing', () => {
		const done = {run: 'reset-1', step: 'leftovers', ev: 'verify', argv: null, after: {state: 'done'}} as const;
		expect(installedAt([])).toBeNull();
		expect(installedAt([record({t_wall: 1}), record({t_wall: 2})])).toBe(1);
		expect(installedAt([record({t_wall: 1}), record(done)])).toBeNull();
		expect(installedAt([record({t_wall: 1}), record({...done, after: {state: 'failed'}}), record({t_wall: 3})])).toBe(
			1,
		);
		expect(installedAt([record({t_wall: 1}), record(done), record({t_wall: 3})])).toBe(3);
	});
});

describe('what a reset leaves in the kernel', () => {
	const rule = (parts: Partial<IpRule> = {}): IpRule => ({
		...{priority: 32_765, from: '10.244.0.0/24', table: '77', plain: true},
		...parts,
	});
	const rules = (...all: readonly IpRule[]): Partial<ResetFacts> => ({ipRules: [known(all), known([])]});

	test("kube-router's rule goes", () => {
		expect(leftWith(rules(rule())).commands).toEqual(['ip -4 rule delete priority 32765 from 10.244.0.0/24 table 77']);
	});

	test.each([
		['from elsewhere', rule({from: '192.168.7.0/24'})],
		['from everywhere', rule({from: 'all'})],
		['that asks for more', rule({plain: false})],
	])('a rule %s that leads to a table 77 stays and is named', (_, own) => {
		expect(leftWith(rules(own))).toEqual({commands: [], kept: [`32765: from ${own.from} lookup 77 owner`]});
	});

	test('a rule to another table is no concern', () => {
		expect(leftWith(rules(rule({table: '52'})))).toEqual({commands: [], kept: []});
	});

	const groups = {groups: known(entries('d/sys/fs/cgroup/kubepods', 'd/sys/fs/cgroup/memory/kubepods'))};
	test('control groups go in each tree, but not beside another kubelet', () => {
		expect(leftWith(groups).commands).toEqual([
			'find /sys/fs/cgroup/kubepods -depth -type d -delete',
			'find /sys/fs/cgroup/memory/kubepods -depth -type d -delete',
		]);
		expect(leftWith({...groups, beside: known(['/usr/local/bin/k3s'])})).toMatchObject({
			commands: [],
			kept: ['/sys/fs/cgroup/kubepods shared Kubernetes', '/sys/fs/cgroup/memory/kubepods shared Kubernetes'],
		});
	});

	test('settings are named and never changed', () => {
		const settings = known(
			new Map([
				['net.ipv4.conf.all.route_localnet', '1'],
				['vm.overcommit_memory', '0'],
			]),
		);
		expect(leftWith({settings})).toEqual({commands: [], kept: ['net.ipv4.conf.all.route_localnet = 1 setting']});
	});
});

describe('what could not be looked at is said, and is not nothing', () => {
	const leftovers = resetSteps(text).find(({id}) => id === 'leftovers');

	test.each([
		[
			'sets, where the module is loaded',
			{sets: unknown('tool-missing', 'ipset'), modules: known(['/sys/module/ip_set'])},
		],
		[
			'tables, where nf_tables is loaded',
			{tables: unknown('tool-missing', 'nft'), modules: known(['/sys/module/nf_tables'])},
		],
		['rules, where no other tool sees them', {tables: unknown('failed'), modules: known(['/sys/module/nf_tables'])}],
		['rules of the old iptables', {legacyTables: known('filter\nnat\n')}],
		['pods', {shims: unknown('tool-missing', 'ps')}],
		['folders', {contents: unknown('needs-root')}],
		['who else is here', {beside: unknown('failed')}],
		['routing rules', {ipRules: [unknown('timed-out'), known([])] as const}],
	])('%s', (_, change) => {
		const facts = {...clean, ...change} as ResetFacts;
		expect(unreadOf(facts, text)).not.toEqual([]);
		expect(leftovers?.judge(facts, answers()).found).toContain('could not be checked');
	});

	test('nothing to say of what the kernel has not loaded', () => {
		expect(
			unreadOf({...clean, sets: unknown('tool-missing', 'ipset'), tables: unknown('tool-missing', 'nft')}, text),
		).toEqual([]);
		expect(leftovers?.judge(clean, answers())).toMatchObject({state: 'so', found: text.install.reset.leftovers.none});
	});
});

describe('a volume that stays mounted below what goes', () => {
	const step = resetSteps(text).find(({id}) => id === 'leftovers');
	const plan = (mounts: readonly Mount[]) =>
		(step?.plan({...clean, data: known([data('/var/lib/k0s')]), mounts: known(mounts)}, answers()) ?? []).map(
			({command, afterSuccessOf}) => [
				command.argv.join(' '),
				...(afterSuccessOf ?? []).map(({argv}) => argv.join(' ')),
			],
		);

	test('the folder goes only when all below it is unmounted: a bind mount is on the same file system', () => {
		const volume = '/var/lib/k0s/kubelet/pods/1/volumes/kubernetes.io~local-volume/pv';
		expect(plan([mount('/'), mount(volume, 'ext4'), mount('/var/lib/k0s-other', 'ext4')])).toEqual([
			[`umount -- ${volume}`],
			['rm -r -f --one-file-system -- /var/lib/k0s', `umount -- ${volume}`],
		]);
	});

	test('what is mounted twice is unmounted twice', () => {
		const volume = '/var/lib/k0s/kubelet/pods/1/volumes/x';
		expect(plan([mount(volume), mount(volume)]).filter(([command]) => command?.startsWith('umount'))).toHaveLength(2);
	});
});

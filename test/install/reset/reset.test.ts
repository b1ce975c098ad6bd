import {describe, expect, test} from 'vitest';
import {dataFolders, type DataFolder, type ResetAnswers, type ResetFacts} from '../../../source/install/reset/facts.js';
import {agedFolders} from '../../../source/install/reset/folders-left.js';
import {leftOn} from '../../../source/install/reset/leftovers.js';
import {installedAt, kubeletRootOf} from '../../../source/install/reset/installed.js';
import {resetSteps} from '../../../source/install/reset/steps.js';
import {unreadOf} from '../../../source/install/reset/unread.js';
import type {Firewall, Zone} from '../../../source/model/firewall.js';
import type {JournalRecord} from '../../../source/engine/journal.js';
import type {Unit} from '../../../source/facts/cluster.js';
import type {Mount} from '../../../source/facts/host.js';
import type {Entry} from '../../../source/read/find.js';
import type {IpRule} from '../../../source/read/ip/rule.js';
import {known, unknown} from '../../../source/facts/reading.js';
import {plainIds} from '../../support/plain-ids.js';

const text = plainIds;
/** k0s was installed then; all that it made is younger. */
const installed = Date.parse('2026-11-30T01:00:00Z');
const young = new Map(agedFolders.map(path => [path, installed + 60_000] as const));

const answers = (dataDir?: string, target: string | null = null): ResetAnswers => ({
	...{dataDir, firewall: [], target, podRanges: ['10.244.0.0/16'], kubeletRoot: null, since: installed},
});

/** A host on which all was looked at and nothing is left. */
const clean: ResetFacts = {
	...{
		uid: known(0),
		controllerUnit: unknown('aborted'),
		workerUnit: unknown('aborted'),
		k0sProcesses: known([]),
		k0sVersion: known('v1.34.1+k0s.0'),
		paths: known([]),
		data: known([]),
	},
	...{births: known(young)},
	...{contents: known([]), beside: known([]), managed: known(false), shims: known([]), mounts: known([])},
	...{accounts: known([]), links: known([]), rules: [unknown('tool-missing'), unknown('tool-missing')]},
	...{tables: known([]), sets: known([]), firewall: unknown('not-running'), ipRules: [known([]), known([])]},
	...{routes: known([]), groups: known([]), settings: known(new Map()), modules: known([]), legacyTables: known([])},
};

const mount = (target: string, type = 'tmpfs'): Mount => ({source: type, target, type, options: []});
const data = (path: string, parts: Partial<DataFolder> = {}): DataFolder => ({
	...{path, entries: ['bin', 'etcd', 'pki'], inode: 1311, kind: 'directory'},
	...parts,
});
/** `d/etc/k0s`: a folder. */
const entries = (...lines: readonly string[]): readonly Entry[] =>
	lines.map(line => ({kind: line.slice(0, 1), path: line.slice(1)}));

const leftWith = (facts: Partial<ResetFacts>, given = answers()) => {
	const {leftovers, kept} = leftOn({...clean, ...facts}, given);
	return {
		commands: leftovers.map(({command}) => command.argv.join(' ')),
		kept: kept.map(({name, why, detail}) => [name, why, detail].filter(Boolean).join(' ')),
	};
};

const files = (...lines: readonly string[]) => ({contents: known(entries(...lines))});

test('nothing is left where all was looked at and nothing found', () => {
	expect(leftWith({})).toEqual({commands: [], kept: []});
	expect(unreadOf(clean, text)).toEqual([]);
});

describe('a data folder', () => {
	const withData = (dataDir: string): Partial<ResetFacts> => ({
		paths: known([dataDir, '/var/lib/k0s', '/run/k0s', '/etc/systemd/system/k0scontroller.service']),
		data: known(dataFolders(answers(dataDir)).map(path => data(path))),
		mounts: known([`${dataDir}/hosts`, '/var/lib/k0s/kubelet'].map(target => mount(target))),
		accounts: known([{name: 'etcd', home: dataDir}]),
	});
	const judged = (dataDir: string) =>
		resetSteps(text)
			.find(({id}) => id === 'reset')
			?.judge({...clean, ...withData(dataDir)}, answers(dataDir));

	test('of its own goes with k0s, with its mounts and accounts', () => {
		const {commands} = leftWith(withData('/srv/k0s'), answers('/srv/k0s'));
		for (const wanted of [/^umount .*\/srv\/k0s\/hosts$/, /^rm -r.* \/srv\/k0s$/, /^userdel .*etcd$/]) {
			expect(commands).toContainEqual(expect.stringMatching(wanted));
		}

		expect(judged('/srv/k0s')).toMatchObject({state: 'open'});
	});

	test.each(['/', '/etc', '/var/lib', '/home/operator', '/usr/local'])(
		'%s is never taken away, whatever a unit file says',
		dataDir => {
			expect(dataFolders(answers(dataDir))).toEqual(dataFolders(answers()));
			const {commands} = leftWith(withData(dataDir), answers(dataDir));
			expect(commands).toContainEqual(expect.stringMatching(/^rm .* \/var\/lib\/k0s$/));
			expect(commands.filter(each => each.endsWith(` ${dataDir}`) || each.endsWith(`${dataDir}/hosts`))).toEqual([]);
			expect(commands.filter(each => each.startsWith('userdel'))).toEqual([]);
			expect(judged(dataDir)).toMatchObject({
				state: 'blocked',
				found: text.install.steps.preflight.systemFolder(dataDir),
			});
		},
	);

	const disk = known([mount('/', 'ext4'), mount('/var/lib/k0s', 'ext4')]);
	test('that is a mount point is emptied, and named', () => {
		const full = {data: known([data('/var/lib/k0s', {entries: ['bin', 'lost+found']})]), mounts: disk};
		expect(leftWith(full)).toEqual({
			commands: ['find /var/lib/k0s -xdev -mindepth 1 -not -path /var/lib/k0s/lost+found* -delete'],
			kept: ['/var/lib/k0s mount'],
		});
		const empty = {...full, data: known([data('/var/lib/k0s', {entries: ['lost+found']})])};
		expect(leftWith(empty)).toEqual({commands: [], kept: ['/var/lib/k0s mount']});
	});

	test('that is a subvolume of btrfs is emptied, and named; inode 256 elsewhere is a folder like others', () => {
		const on = (type: string) => ({
			data: known([data('/var/lib/k0s', {inode: 256})]),
			mounts: known([mount('/', type)]),
		});
		expect(leftWith(on('btrfs')).kept).toEqual(['/var/lib/k0s subvolume']);
		expect(leftWith(on('xfs'))).toEqual({commands: ['rm -r -f --one-file-system -- /var/lib/k0s'], kept: []});
	});

	test('that was a link: what it led to is emptied when all of it is of k0s, else named', () => {
		const given = answers(undefined, '/data/k0s');
		const led = (entries: readonly string[] | null) => ({
			data: known([data('/var/lib/k0s', {entries: null}), data('/data/k0s', {entries})]),
		});
		expect(leftWith(led(['bin', 'pki', 'kubelet.conf']), given)).toEqual({
			commands: ['find /data/k0s -xdev -mindepth 1 -not -path /data/k0s/lost+found* -delete'],
			kept: ['/data/k0s link'],
		});
		expect(leftWith(led(['bin', 'photos']), given)).toEqual({commands: [], kept: ['/data/k0s foreign photos']});
		expect(leftWith(led([]), given)).toEqual({commands: [], kept: ['/data/k0s link']});
		expect(leftWith(led(null), given)).toEqual({commands: [], kept: []});
	});

	test('beneath pods that still run stays, and so does /run/k0s', () => {
		const pods = {
			...{data: known([data('/var/lib/k0s')]), paths: known(['/run/k0s'])},
			...files('d/run/containerd', 'd/run/containerd/s'),
		};
		const stays = ['/var/lib/k0s pods', '/run/k0s pods', '/run/containerd pods'];
		expect(leftWith({...pods, shims: known([{pid: 1, sandbox: 'a'}])})).toEqual({commands: [], kept: stays});
		expect(leftWith({...pods, shims: unknown('tool-missing', 'ps')}).kept).toEqual(stays);
	});
});

describe("/etc/k0s and the units' drop-ins", () => {
	const etc = files(
		...['d/etc/k0s', 'f/etc/k0s/containerd.toml', 'f/etc/k0s/k0s.yaml', 'd/etc/k0s/containerd.d'],
		'f/etc/k0s/containerd.d/registry.toml',
	);

	test('what a person wrote stays and is named; what k0s made goes', () => {
		expect(leftWith({...etc, managed: known(true)})).toEqual({
			commands: ['rm -f -- /etc/k0s/containerd.toml'],
			kept: ['/etc/k0s/k0s.yaml person', '/etc/k0s/containerd.d/registry.toml person'],
		});
	});

	test("containerd.toml without k0s's mark is a person's", () => {
		expect(leftWith({...etc, managed: known(false)}).commands).toEqual([]);
		expect(leftWith({...etc, managed: unknown('needs-root')}).commands).toEqual([]);
	});

	test('goes whole where k0s alone wrote in it', () => {
		const own = files('d/etc/k0s', 'f/etc/k0s/containerd.toml', 'd/etc/k0s/containerd.d');
		expect(leftWith({...own, managed: known(true)}).commands).toEqual([
			...['rm -f -- /etc/k0s/containerd.toml', 'rmdir -- /etc/k0s/containerd.d', 'rmdir -- /etc/k0s'],
		]);
	});

	test('a drop-in is named, the unit goes', () => {
		const unit = '/etc/systemd/system/k0scontroller.service';
		expect(leftWith({paths: known([unit, `${unit}.d`])})).toEqual({
			commands: [`rm -f -- ${unit}`, 'systemctl daemon-reload'],
			kept: [`${unit}.d person`],
		});
	});
});

/** As `k0s reset` of a real k0s 1.34.1 left it. */
const realEntries = entries(
	...['d/etc/cni', 'd/etc/cni/net.d', 'd/opt/cni', 'd/opt/cni/bin', 'f/opt/cni/bin/bridge', 'f/opt/cni/bin/loopback'],
	...['d/opt/containerd', 'd/opt/containerd/bin', 'd/opt/containerd/lib', 'd/run/containerd', 'd/run/containerd/s'],
	...['d/run/containerd/runc', 'd/run/containerd/runc/k8s.io', 'd/var/lib/cni', 'd/var/lib/cni/networks'],
	...['d/var/lib/cni/networks/mynet', 'd/var/lib/cni/results', 'd/var/lib/kubelet', 'd/var/lib/kubelet/device-plugins'],
	...['d/var/log/pods', 'd/var/log/pods/kube-system_coredns-7656c59669-bps6x_2d306bf8-9e1e-4384-babf-236bf8782a61'],
	...['d/var/log/containers', `l/var/log/containers/coredns-7656_kube-system_coredns-${'7c'.repeat(32)}.log`],
	...['d/usr/libexec/k0s', 'd/usr/libexec/k0s/kubelet-plugins', 'd/usr/libexec/k0s/kubelet-plugins/volume'],
);

const realLeft = {contents: known(realEntries)};

describe('folders that others may use too', () => {
	test('go where everything in them is known and nobody else is here', () => {
		const {commands, kept} = leftWith(realLeft);
		expect(kept).toEqual([]);
		expect(commands).toEqual([
			'rm -r -f --one-file-system -- /opt/cni/bin',
			'rmdir -- /opt/cni',
			'rmdir -- /etc/cni/net.d',
			'rmdir -- /etc/cni',
			'rm -r -f --one-file-system -- /var/lib/cni',
			'rmdir -- /var/lib/kubelet/device-plugins',
			'rmdir -- /var/lib/kubelet',
			'rm -r -f --one-file-system -- /var/log/pods',
			'rm -r -f --one-file-system -- /var/log/containers',
			'rmdir -- /run/containerd/s',
			'rm -r -f --one-file-system -- /run/containerd/runc',
			'rmdir -- /run/containerd',
			'rmdir -- /opt/containerd/bin /opt/containerd/lib /opt/containerd',
			'rmdir -- /usr/libexec/k0s/kubelet-plugins/volume /usr/libexec/k0s/kubelet-plugins /usr/libexec/k0s',
		]);
	});

	test.each([
		['Docker', '/usr/bin/dockerd', /cni|containerd/],
		['containerd', '/run/containerd/containerd.sock', /cni|containerd/],
		['podman', '/usr/bin/podman', /cni/],
		['Kubernetes', '/usr/bin/kubelet', /cni|run\/containerd|opt\/containerd|kubelet|log/],
		// By what is there when it does not run and its program lies elsewhere.
		['Docker', '/usr/lib/systemd/system/docker.service', /cni|containerd/],
		['containerd', '/var/lib/containerd', /cni|containerd/],
		['containerd', '/opt/bin/containerd', /cni|containerd/],
		['CRI-O', '/etc/crio', /cni/],
		['podman', '/run/podman/podman.sock', /cni/],
		['Kubernetes', '/var/snap/microk8s', /cni|run\/containerd|kubelet|log/],
		['Kubernetes', '/etc/systemd/system/k3s-agent.service', /cni|run\/containerd|kubelet|log/],
		['Kubernetes', '/opt/bin/kubelet', /cni|run\/containerd|kubelet|log/],
		['Kubernetes', '/usr/bin/cri-dockerd', /cni|run\/containerd|kubelet|log/],
	])('stay with %s beside, and are named', (who, path, places) => {
		const {commands, kept} = leftWith({...realLeft, beside: known([path])});
		expect(
			commands.filter(command => !command.includes('/usr/libexec/k0s')).filter(command => places.test(command)),
		).toEqual([]);
		expect(kept).toContain(`/opt/cni/bin shared ${who}`);
	});

	test.each([
		['f/opt/cni/bin/cilium-cni', '/opt/cni/bin foreign cilium-cni', /opt\/cni/],
		['d/var/lib/cni/networks/podman', '/var/lib/cni foreign podman', /var\/lib\/cni/],
		['f/var/lib/kubelet/config.yaml', '/var/lib/kubelet foreign config.yaml', /lib\/kubelet/],
		['d/run/containerd/runc/moby', '/run/containerd/runc foreign moby', /containerd\/runc|rmdir -- \/run\/containerd$/],
		['f/var/log/containers/own.log', '/var/log/containers foreign own.log', /log\/containers/],
		[
			'f/usr/libexec/k0s/kubelet-plugins/volume/exec/nfs',
			'/usr/libexec/k0s foreign kubelet-plugins/volume/exec/nfs',
			/libexec/,
		],
		['f/opt/containerd/bin/stargz', '/opt/containerd foreign bin/stargz', /opt\/containerd/],
	])('with %s in it stays and is named', (line, name, place) => {
		const more = {contents: known([...realEntries, ...entries(line)])};
		const {commands, kept} = leftWith(more);
		expect(kept).toEqual([name]);
		expect(commands.filter(command => place.test(command))).toEqual([]);
	});

	test.each([
		['/opt/cni/bin', /opt\/cni/],
		['/var/lib/cni', /var\/lib\/cni/],
		['/var/log/pods', /log\/pods/],
		['/var/log/containers', /log\/containers/],
		['/run/containerd/runc', /containerd\/runc|rmdir -- \/run\/containerd$/],
	])('a link at %s stays, and something mounted there or below it, on whatever file system', (path, place) => {
		const linked = realEntries
			.filter(entry => !entry.path.startsWith(`${path}/`))
			.map(entry => (entry.path === path ? {...entry, kind: 'l'} : entry));
		const asLink = leftWith({...realLeft, contents: known(linked)});
		expect(asLink.kept).toContain(`${path} linked`);
		expect(asLink.commands.filter(command => place.test(command))).toEqual([]);
		for (const target of [path, `${path}/deep/inside`]) {
			const mounted = leftWith({...realLeft, mounts: known([mount(target, 'ext4')])});
			expect(mounted.kept).toContain(`${path} mounted`);
			expect(mounted.commands.filter(command => place.test(command))).toEqual([]);
		}
	});

	test('a link above them: nothing below it is looked at as k0s’s', () => {
		const contents = known([...realEntries.filter(({path}) => !path.startsWith('/opt/cni')), ...entries('l/opt/cni')]);
		const {commands} = leftWith({...realLeft, contents});
		expect(commands.filter(command => command.includes('/opt/cni'))).toEqual([]);
	});

	test('what podman’s network configuration needs stays, without podman’s program too', () => {
		const podman = '87-podman-bridge.conflist';
		const more = {contents: known([...realEntries, ...entries(`f/etc/cni/net.d/${podman}`)])};
		const {commands, kept} = leftWith(more);
		expect(kept).toEqual([
			`/opt/cni/bin shared ${podman}`,
			`/etc/cni/net.d foreign ${podman}`,
			`/var/lib/cni shared ${podman}`,
		]);
		expect(commands.filter(command => /cni/.test(command))).toEqual([]);
	});

	const places = ['/opt/cni/bin', '/var/lib/cni', '/var/log/pods', '/var/log/containers'];
	test.each([
		['older than this k0s', 'older', new Map([...young].map(([path]) => [path, installed - 60_000])), {}],
		['of no known age', 'owner', new Map<string, null>(), {}],
		['after an install that nothing tells of', 'owner', young, {since: null}],
	])('%s: names alone prove nothing, they stay', (_, why, births, more) => {
		const {commands, kept} = leftWith({...realLeft, births: known(births)}, {...answers(), ...more});
		for (const place of places) expect(kept).toContain(`${place} ${why}`);
		expect(commands.filter(command => places.some(place => command.endsWith(` ${place}`)))).toEqual([]);
		expect(commands.filter(command => command.endsWith(' /opt/cni') || command.endsWith(' /etc/cni'))).toEqual([]);
	});

	test('/run is empty at every start: what has no time of birth there is judged by its content', () => {
		const {commands} = leftWith({...realLeft, births: known(new Map())});
		expect(commands).toContain('rmdir -- /run/containerd');
	});

	test("k0s's own network configuration goes, that of others beside it stays", () => {
		const both = files(
			'd/etc/cni',
			'd/etc/cni/net.d',
			'f/etc/cni/net.d/10-kuberouter.conflist',
			'f/etc/cni/net.d/10-crio.conf',
		);
		expect(leftWith(both)).toEqual({
			commands: ['rm -f -- /etc/cni/net.d/10-kuberouter.conflist'],
			kept: ['/etc/cni/net.d foreign 10-crio.conf'],
		});
	});
});

describe('a data folder that a person chose', () => {
	const photos = {data: known([data('/srv/k0s', {entries: ['bin', 'pki', 'photos']}), data('/var/lib/k0s')])};
	test('with a person’s things in it stays whole, and k0s is not told to delete it', () => {
		const {commands, kept} = leftWith(photos, answers('/srv/k0s'));
		expect(kept).toEqual(['/srv/k0s foreign photos']);
		expect(commands).toEqual(['rm -r -f --one-file-system -- /var/lib/k0s']);
		const reset = resetSteps(text).find(({id}) => id === 'reset');
		expect(reset?.judge({...clean, ...photos}, answers('/srv/k0s'))).toMatchObject({
			state: 'blocked',
			found: text.install.reset.reset.foreign('/srv/k0s', 'photos'),
		});
	});
});

describe('a kubelet’s folder outside the data folder', () => {
	const root = '/srv/kubelet';
	const given = {...answers(), kubeletRoot: root};
	const own = ['pods', 'plugins', 'cpu_manager_state', 'pki'];
	const at = (names: readonly string[], born = installed + 60_000): Partial<ResetFacts> => ({
		data: known([data(root, {entries: names})]),
		births: known(new Map([[root, born]])),
		mounts: known([mount(`${root}/pods/1/volumes/a`), mount(`${root}-other/b`)]),
	});

	test('goes with its volumes where only a kubelet’s things are in it, made after k0s was installed', () => {
		expect(leftWith(at(own), given)).toEqual({
			commands: [`umount -- ${root}/pods/1/volumes/a`, `rm -r -f --one-file-system -- ${root}`],
			kept: [],
		});
	});

	test('stays with something else in it, and where it is older', () => {
		expect(leftWith(at([...own, 'backup']), given).kept).toEqual([`${root} foreign backup`]);
		expect(leftWith(at(own, installed - 60_000), given).kept).toEqual([`${root} older`]);
	});

	test('k0s is told of it only when it is proved to be a kubelet’s', () => {
		const reset = resetSteps(text).find(({id}) => id === 'reset');
		const argv = (names: readonly string[]) =>
			reset?.plan({...clean, ...at(names)}, given).map(({command}) => command.argv.join(' '));
		expect(argv(own)).toEqual([`k0s reset --kubelet-root-dir ${root}`]);
		expect(argv([...own, 'backup'])).toEqual(['k0s reset']);
	});
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
	const failed = {loadState: 'not-found', activeState: 'failed', subState: 'failed', result: 'exit-code'} as Unit;
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

test('a kubelet’s folder is asked for only where the unit names one outside the data folder', () => {
	const of = (options: string) => kubeletRootOf(`/usr/local/bin/k0s controller ${options}`, '/var/lib/k0s');
	expect(of('--kubelet-root-dir=/srv/kube\\x20let/ --single')).toBe('/srv/kube let');
	expect(of('--kubelet-root-dir /var/lib/k0s/kubelet')).toBeNull();
	expect(of('--single')).toBeNull();
	expect(of('--kubelet-root-dir=relative')).toBeNull();
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

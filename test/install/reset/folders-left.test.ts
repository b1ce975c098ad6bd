import {describe, expect, test} from 'vitest';
import {dataFolders, type ResetFacts} from '../../../source/install/reset/facts.js';
import {kubeletRootOf} from '../../../source/install/reset/installed.js';
import {resetSteps} from '../../../source/install/reset/steps.js';
import {known, unknown} from '../../../source/facts/reading.js';
import {answers, clean, data, entries, files, installed, leftWith, mount, text, young} from './reset-facts.js';

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

test('a kubelet’s folder is asked for only where the unit names one outside the data folder', () => {
	const of = (options: string) => kubeletRootOf(`/usr/local/bin/k0s controller ${options}`, '/var/lib/k0s');
	expect(of('--kubelet-root-dir=/srv/kube\\x20let/ --single')).toBe('/srv/kube let');
	expect(of('--kubelet-root-dir /var/lib/k0s/kubelet')).toBeNull();
	expect(of('--single')).toBeNull();
	expect(of('--kubelet-root-dir=relative')).toBeNull();
});

import {spawn, spawnSync, type ChildProcess} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';
import {six} from './kinds.js';
import {startRegistry} from './registry.js';

const testhost = fileURLToPath(new URL('../testhost/', import.meta.url));
const cache = join(process.env['TESTHOST_CACHE'] ?? '/var/cache/testhost', 'k0s');
const release = 'v1.34.1+k0s.0';
const architecture = {x64: 'amd64', arm64: 'arm64', arm: 'arm'}[process.arch as string] ?? process.arch;
const releases = `https://github.com/k0sproject/k0s/releases/download/${release}`;
const registry = '192.168.122.1:5000';

/** Something that this machine lacks: a reason to skip (exit 77). */
export class Missing extends Error {}

/**
 * Kernel settings that the kubelet and kube-proxy would write, which they may not in a test host: they are the whole machine's.
 * The walk sets them for as long as it runs, says so, and puts the old values back.
 */
const settings: Readonly<Record<string, number>> = {
	'vm.overcommit_memory': 1,
	'kernel.panic': 10,
	'kernel.panic_on_oops': 1,
	'kernel.keys.root_maxkeys': 1_000_000,
	'kernel.keys.root_maxbytes': 25_000_000,
};

/** OVERLAYFS_SUPER_MAGIC of linux/magic.h. */
const overlay = 0x79_4c_76_30;

const settingFile = (name: string): string => `/proc/sys/${name.replaceAll('.', '/')}`;

/** Sets what differs; the function puts it back. */
function setKernel(): () => void {
	const before = new Map<string, string>();
	const back = () => {
		for (const [name, value] of before) writeFileSync(settingFile(name), value);
		if (before.size > 0)
			console.error(`Kernel settings put back: ${[...before].map(pair => pair.join('=')).join(' ')}`);
		before.clear();
	};
	try {
		for (const [name, value] of Object.entries(settings)) {
			if (!existsSync(settingFile(name))) continue;
			const now = readFileSync(settingFile(name), 'utf8').trim();
			if (now === String(value)) continue;
			writeFileSync(settingFile(name), String(value));
			before.set(name, now);
			console.error(`Kernel setting of this machine while the walk runs: ${name}=${value} (was ${now})`);
		}
	} catch (error) {
		back();
		throw new Missing(
			`the kubelet wants kernel settings of this machine that cannot be set here (${String(error)}). Set them yourself:\n  sysctl -w ${Object.entries(
				settings,
			)
				.map(pair => pair.join('='))
				.join(' ')}`,
		);
	}

	return back;
}

function needed(): void {
	const reason = whyNoTestHost();
	if (reason !== undefined) throw new Missing(reason);
	const state = process.env['TESTHOST_STATE'] ?? '/var/lib/testhost';
	mkdirSync(state, {recursive: true});
	if (statfsSync(state).type === overlay)
		throw new Missing(
			`${state} lies on an overlay, and a real containerd cannot keep its snapshots on one. Set TESTHOST_STATE to a folder on a disk.`,
		);
}

/** Downloads a file of the official release into the cache, or says why it cannot. */
function fetched(name: string, variable: string): string {
	const file = join(cache, name);
	if (existsSync(file)) return file;
	mkdirSync(cache, {recursive: true});
	const ran = spawnSync('curl', ['-fsSL', '--connect-timeout', '10', '-o', `${file}.part`, `${releases}/${name}`], {
		encoding: 'utf8',
	});
	if (ran.status !== 0)
		throw new Missing(
			`${variable} is not set, and ${releases}/${name} cannot be had: ${ran.stderr?.trim() || ran.error?.message}`,
		);
	spawnSync('mv', [`${file}.part`, file]);
	return file;
}

const binary = (): string => {
	const given = process.env['K0S_BINARY'];
	if (given === undefined) return fetched(`k0s-${release}-${architecture}`, 'K0S_BINARY');
	if (!existsSync(given)) throw new Missing(`K0S_BINARY: no such file: ${given}`);
	return given;
};

/** Where images come from: a registry's address, or folders of OCI archives (without K0S_IMAGES the official bundle). */
function images(store: string): Parameters<typeof startRegistry>[0] {
	const given = process.env['K0S_IMAGES'];
	if (given !== undefined && !existsSync(given)) return {address: given};
	if (given !== undefined) {
		if (!statSync(given).isDirectory())
			throw new Missing(`K0S_IMAGES: neither a folder nor a registry's address: ${given}`);
		return {folders: [given], store};
	}

	const bundle = fetched(`k0s-airgap-bundle-${release}-${architecture}`, 'K0S_IMAGES');
	const folder = join(store, 'bundle');
	mkdirSync(folder, {recursive: true});
	spawnSync('ln', ['-sf', bundle, join(folder, 'bundle.tar')]);
	// The bundle has no httpd: the one of the test host, a web server of busybox under that name.
	const own = spawnSync(join(testhost, 'cri/images.sh'), [join(store, 'own')], {encoding: 'utf8'});
	return {folders: own.status === 0 ? [folder, join(store, 'own')] : [folder], store};
}

const certificates = ['docker.io', 'quay.io', 'registry.k8s.io']
	.map(
		host => `mkdir -p /etc/containerd/certs.d/${host}
printf 'server = "http://${registry}"\\n[host."http://${registry}"]\\n  capabilities = ["pull", "resolve"]\\n' >/etc/containerd/certs.d/${host}/hosts.toml`,
	)
	.join('\n');
/** What a real k0s needs of a test host beyond what `testhost up` gives: facts measured with v1.34.1. */
const prepare = `set -e
mount --make-rshared /
# A test host has this folder for a containerd of its own; a reset would take it for another one's, and leave what both use.
umount /var/lib/containerd && rmdir /var/lib/containerd || true
echo nameserver 192.168.122.1 >/etc/resolv.conf
mkdir -p /etc/k0s/containerd.d
printf 'version = 2\\n[plugins."io.containerd.grpc.v1.cri"]\\n  restrict_oom_score_adj = true\\n[plugins."io.containerd.grpc.v1.cri".registry]\\n  config_path = "/etc/containerd/certs.d"\\n' >/etc/k0s/containerd.d/testhost.toml
${certificates}`;

export type Place = {readonly host: TestHost; readonly what: string; down(): void};

/** A host on which the guided install downloads the stand-in. */
export async function standInPlace(): Promise<Place> {
	const reason = whyNoTestHost();
	if (reason !== undefined) throw new Missing(reason);
	const host = await startTestHost({name: 'walk', profile: 'containerd', faults: {}, switches: {stopSeconds: 11}});
	return {host, what: 'the stand-in', down: host.down};
}

/** Two families: IPv6 on the LAN and the name, and a configuration that k0s finds by itself (docs: dual-stack). */
const twoFamilies = `set -e
ip addr add ${six.address}/64 dev enp1s0 nodad
ip -6 route add default via ${six.neighbour}
printf '192.168.122.161 %s\\n${six.address} %s\\n' "$(hostname)" "$(hostname)" >>/etc/hosts
cat >/etc/k0s/k0s.yaml <<'X'
apiVersion: k0s.k0sproject.io/v1beta1
kind: ClusterConfig
metadata: {name: k0s}
spec:
  network:
    dualStack: {enabled: true, IPv6podCIDR: "fd00::/108", IPv6serviceCIDR: "fd01::/108"}
X`;

/**
 * A host on which the guided install downloads a real k0s, and whose pods get their images from its own LAN. `dual`: with
 * IPv4 and IPv6.
 */
export async function realPlace(dual = false): Promise<Place> {
	needed();
	const file = binary();
	const version = spawnSync(file, ['version'], {encoding: 'utf8'}).stdout?.trim();
	if (!version) throw new Missing(`${file} does not run here: \`k0s version\` says nothing`);
	const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-walk-'));
	const socket = join(folder, 'registry.sock');
	const server = await startRegistry(images(join(folder, 'images')), socket);
	const launcher = spawnSync(join(testhost, 'k0s-standin/launcher.sh'), {encoding: 'utf8'});
	if (launcher.status !== 0) throw new Missing(launcher.stderr.trim());
	let forward: ChildProcess | undefined;
	let host: TestHost | undefined;
	const back = setKernel();
	const down = () => {
		// The program itself is a child of the tool's shell: both are one group.
		if (forward?.pid !== undefined && forward.exitCode === null && forward.signalCode === null) {
			process.kill(-forward.pid, 'SIGKILL');
		}

		server.close();
		host?.down();
		rmSync(folder, {recursive: true, force: true});
		back();
	};
	try {
		host = await startTestHost({
			name: 'walk',
			k0s: 'none',
			options: ['--plain-root'],
			faults: {binary: file, stable: version},
		});
		forward = spawn(
			join(testhost, 'testhost'),
			['lan', '--name', host.name, '--', 'env', `K0S_STANDIN_LISTEN=${registry}=${socket}`, launcher.stdout.trim()],
			{stdio: 'ignore', detached: true},
		);
		await host.must(['sh', '-c', prepare]);
		if (dual) {
			const lan = await host.lan(['ip', 'addr', 'add', `${six.neighbour}/64`, 'dev', 'lan0', 'nodad']);
			if (lan.exit !== 0) throw new Missing(`no IPv6 on the LAN: ${lan.stderr.trim()}`);
			await host.must(['sh', '-c', twoFamilies]);
		}

		writeFileSync(join(folder, 'version'), version);
	} catch (error) {
		down();
		throw error;
	}

	return {host, what: `k0s ${version} (${file})`, down};
}

import {describe, expect, it} from 'vitest';
import * as archive from '../../source/command/archive.js';
import * as collector from '../../source/command/collector.js';
import type {Command} from '../../source/command/command.js';
import * as conntrack from '../../source/command/conntrack.js';
import * as ctr from '../../source/command/ctr.js';
import * as download from '../../source/command/download.js';
import * as edit from '../../source/command/edit.js';
import * as files from '../../source/command/files.js';
import * as onServer from '../../source/command/on-server.js';
import * as firewall from '../../source/command/firewall-cmd.js';
import * as guard from '../../source/command/guard.js';
import * as inside from '../../source/command/inside.js';
import * as ip from '../../source/command/ip.js';
import * as ipset from '../../source/command/ipset.js';
import * as iptables from '../../source/command/iptables.js';
import * as k0s from '../../source/command/k0s.js';
import * as kubectl from '../../source/command/kubectl.js';
import * as kubectlChange from '../../source/command/kubectl-change.js';
import * as kubectlExec from '../../source/command/kubectl-exec.js';
import * as kubectlTable from '../../source/command/kubectl-table.js';
import * as leftovers from '../../source/command/leftovers.js';
import * as nft from '../../source/command/nft.js';
import * as oom from '../../source/command/oom.js';
import * as openrc from '../../source/command/openrc.js';
import * as packages from '../../source/command/packages.js';
import * as podLog from '../../source/command/pod-log.js';
import * as join from '../../source/command/join.js';
import * as processes from '../../source/command/processes.js';
import * as dnsAsk from '../../source/command/dns-ask.js';
import * as reachProbe from '../../source/command/reach-probe.js';
import * as spaceCollector from '../../source/command/space-collector.js';
import * as system from '../../source/command/system.js';
import * as systemd from '../../source/command/systemd.js';
import * as tc from '../../source/command/tc.js';
import * as tcpdump from '../../source/command/tcpdump.js';
import * as trace from '../../source/command/trace.js';
import * as usage from '../../source/command/usage.js';
import * as worker from '../../source/command/worker.js';
import {readdirSync} from 'node:fs';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {manualClock} from './support.js';

/** Every builder of source/command/ has an answer on the simulated host. */

const rooms = {
	archive,
	collector,
	conntrack,
	ctr,
	download,
	edit,
	files,
	'firewall-cmd': firewall,
	guard,
	inside,
	ip,
	ipset,
	iptables,
	k0s,
	kubectl,
	'kubectl-change': kubectlChange,
	'kubectl-exec': kubectlExec,
	'kubectl-table': kubectlTable,
	leftovers,
	nft,
	oom,
	openrc,
	packages,
	'pod-log': podLog,
	join,
	processes,
	'dns-ask': dnsAsk,
	'reach-probe': reachProbe,
	'space-collector': spaceCollector,
	'on-server': onServer,
	system,
	systemd,
	tc,
	tcpdump,
	trace,
	usage,
	worker,
} as const;

const kernel = '6.12.0-124.el10.x86_64';
const version = 'v1.34.1+k0s.0';
const pod = 'cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1';
const pods = {plural: 'pods', shortNames: ['po'], group: '', version: 'v1', namespaced: true, kind: 'Pod'};
const everyPod = {kind: pods, namespace: null, selector: '', fields: ''};
const onePod = {what: 'pods', kind: 'Pod', namespace: 'kube-system', name: 'coredns-7656c59669-8wwxq'};
const oneDeployment = {what: 'deployments.apps', kind: 'Deployment', namespace: 'kube-system', name: 'coredns'};
const oneNode = {what: 'nodes', kind: 'Node', namespace: null, name: 'centos10.home.local'};
const inPod = {namespace: 'default', pod: 'x', container: 'c'};
const coredns = '15db5749fd16e566f37851d0e5efee8538316fc5c046cd4ce62a2459adef3d69';

/** What builders with parameters are given. */
const given: Readonly<Record<string, readonly unknown[]>> = {
	'tcpdump.checkFilter': [{link: 'any', filter: 'port 53', count: 1, seconds: 1}],
	'tcpdump.packets': [{link: 'any', filter: 'port 53', count: null, seconds: 60}],
	'tcpdump.savedPackets': [{link: 'any', filter: 'port 53', count: null, seconds: 60}],
	'conntrack.connections': [{family: 4, side: 'source', address: '10.244.0.4', protocol: null, port: null}],
	'conntrack.connectionEvents': [{family: 4, side: 'source', address: '10.244.0.4', protocol: null, port: null}, 60],
	'archive.list': ['/srv/k0s_backup.tar.gz'],
	'archive.config': ['/srv/k0s_backup.tar.gz'],
	'archive.size': [['/var/lib/k0s/bin']],
	'archive.stat': [download.binaryPath],
	'archive.folderMode': ['/etc'],
	'k0s.backup': ['/etc'],
	'k0s.createToken': ['worker', '1h'],
	'k0s.restore': ['/srv/k0s_backup.tar.gz', '/etc/k0s/k0s.yaml'],
	'collector.collect': ['abc', 100],
	'ctr.containerInfo': [coredns],
	'openrc.serviceState': ['k0scontroller'],
	'openrc.supervised': ['k0scontroller'],
	'ctr.guideList': ['task'],
	'ctr.removeImages': [['quay.io/k0sproject/coredns:1.13.1']],
	'download.releaseHeaders': [version, 'amd64'],
	'download.downloadBinary': [version, 'amd64'],
	'download.downloadSums': [version],
	'download.sha256': [download.binaryPath],
	'download.elfHeader': [download.binaryPath],
	'download.versionOf': [download.binaryPath],
	'download.newPart': ['/usr/local/bin/.new.part'],
	'download.copyPrivately': ['/etc/hosts', '/usr/local/bin/.copy.part'],
	'download.setMode': ['755', download.binaryPath],
	'download.fileSize': [download.binaryPath],
	'download.sync': [download.binaryFolder],
	'download.makeFolders': [download.binaryFolder],
	'download.runScript': [version],
	'download.rename': [download.binaryPath, '/usr/local/bin/k0s.old'],
	'download.keepPrevious': [download.binaryPath, '/usr/local/bin/k0s.prev'],
	'edit.makeFolder': ['/var/lib/k0s-tui/backup'],
	'edit.backup': ['/etc/hosts', '/etc/hosts.before'],
	'edit.moveAside': ['/etc/fstab', '/etc/fstab.before'],
	'edit.copyContent': ['/proc/sys/kernel/random/boot_id', '/var/lib/boot'],
	'edit.appendLine': ['/etc/hosts', '10.0.0.1 one'],
	'edit.deleteLine': ['/etc/hosts', '10.0.0.1 one'],
	'edit.replaceLine': ['/etc/firewalld/firewalld.conf', 'FirewallBackend=', 'FirewallBackend=iptables'],
	'edit.writeFile': ['/etc/sysctl.d/90-test.conf', 'net.ipv4.ip_forward = 1\n'],
	'edit.unmount': ['/mnt'],
	'files.contents': ['/etc/firewalld'],
	'on-server.sshProbe': ['node2', {}],
	'on-server.onServer': ['node2', {readOnly: true}],
	'files.readFile': ['/etc/os-release'],
	'files.readDirectly': ['/etc/os-release'],
	'files.stamps': [['/etc/os-release']],
	'files.changes': [['/run/systemd/units']],
	'kubectl.list': ['/api/v1/pods'],
	'kubectl-change.deleteObject': [onePod],
	'kubectl-change.scale': [oneDeployment, 2],
	'kubectl-change.restart': [oneDeployment],
	'kubectl-change.rolloutStatus': [oneDeployment],
	'kubectl-change.cordon': [oneNode],
	'kubectl-change.uncordon': [oneNode],
	'kubectl-change.drain': [oneNode],
	'kubectl-change.evict': [onePod],
	'kubectl-exec.shellProbe': [inPod],
	'kubectl-exec.shell': [inPod],
	'kubectl-exec.k9s': [pods, {namespace: 'default', name: 'x'}, {readOnly: true, dataDir: '/var/lib/k0s'}],
	'kubectl-table.tableList': [everyPod],
	'kubectl-table.tableWatch': [everyPod, '0'],
	'kubectl.listed': ['/api/v1/pods'],
	'kubectl.workerApiVersion': [],
	'kubectl.workerLease': ['centos10.home.local'],
	'kubectl.describe': [onePod],
	'kubectl.yaml': [onePod],
	'kubectl.eventsTable': [onePod],
	'kubectl.eventsIn': ['kube-system'],
	'kubectl.exists': ['pod', 'kube-system', 'coredns-7656c59669-8wwxq'],
	'kubectl.podLog': [{namespace: 'kube-system', pod: 'coredns-7656c59669-8wwxq', container: 'coredns', tail: 5}],
	'kubectl.followLog': [{namespace: 'kube-system', pod: 'coredns-7656c59669-8wwxq', container: 'coredns', tail: 5}],
	'kubectl.watch': ['/api/v1/pods', '0'],
	'files.listFolder': ['/etc'],
	'files.existing': [['/etc/hosts']],
	'files.certificatesOf': ['/etc/hosts'],
	'files.kindFollowed': ['/etc/hosts'],
	'files.diskSpace': ['/var/lib'],
	'files.remove': ['/etc/fstab'],
	'firewall-cmd.setDefaultZone': ['trusted'],
	'firewall-cmd.changeInterface': ['public', 'enp1s0'],
	'firewall-cmd.removeInterface': ['public', 'enp1s0'],
	'firewall-cmd.addRichRules': ['public', ['rule family="ipv4" source address="192.0.2.7" accept']],
	'firewall-cmd.removeRichRules': ['public', ['rule family="ipv4" source address="192.0.2.7" accept']],
	'firewall-cmd.addService': ['public', 'ssh'],
	'firewall-cmd.removeService': ['public', 'ssh'],
	'firewall-cmd.ipset': ['blocked'],
	'firewall-cmd.apply': [['--zone=public', '--add-port=1/tcp']],
	'firewall-cmd.addPort': ['public', '6443/tcp'],
	'firewall-cmd.removePort': ['public', '6443/tcp'],
	'firewall-cmd.addSource': ['public', '10.244.0.0/16'],
	'firewall-cmd.removeSource': ['public', '10.244.0.0/16'],
	'firewall-cmd.addMasquerade': ['public'],
	'firewall-cmd.removeMasquerade': ['public'],
	'firewall-cmd.changeSource': ['public', '10.244.0.0/16'],
	'join.lookAtToken': ['/root/worker.token'],
	'join.askByToken': ['/root/worker.token', 'worker'],
	'processes.listProcesses': ['/var/lib/k0s'],
	'processes.endProcesses': ['/var/lib/k0s', 'control-plane'],
	'systemd.resetFailed': ['k0scontroller.service'],
	'guard.folders': ['/var/lib/k0s-tui'],
	'guard.newFolders': ['/etc/new'],
	'guard.saveSettings': ['/etc'],
	'guard.saveBoot': ['/etc'],
	'guard.saveZones': ['/etc'],
	'guard.saveConnections': ['/etc'],
	'guard.needLogin': ['/etc'],
	'guard.writeGuard': ['/etc'],
	'guard.armTimer': ['firewall-1', '/etc', 60, [['--zone=public', '--remove-port=1/tcp']]],
	'guard.armSession': ['/etc', 60, []],
	'guard.disarmTimer': ['firewall-1'],
	'guard.undoNow': ['firewall-1'],
	'guard.decide': ['/etc'],
	'guard.keep': ['/etc'],
	'guard.decision': ['/etc'],
	'guard.processStat': [762],
	'guard.service': ['ssh'],
	'ip.rawLinks': [pod],
	'ip.rawAddresses': [pod],
	'ip.rawRoutes': [pod],
	'ip.rawAllRoutes': [pod],
	'ip.rawNeighbours': [pod],
	'ip.namespacePids': [pod],
	'ip.rules': [4],
	'leftovers.births': [['/etc', '/opt']],
	'leftovers.deleteNamespace': ['cni-1'],
	'ip.deleteLink': ['kube-bridge'],
	'k0s.validateConfig': ['/etc/os-release'],
	'k0s.installWorker': [['--token-file', '/root/worker.token']],
	'k0s.installController': [['--single']],
	'k0s.reset': [],
	'kubectl.events': ['kube-system'],
	'kubectl.labelled': ['pods', 'kube-system', 'k8s-app=kube-dns'],
	'kubectl.one': ['deployment', 'kube-system', 'coredns'],
	'kubectl.createDeployment': [{namespace: 'default', name: 'demo', image: 'httpd', port: 80}, {a: 'b'}],
	'kubectl.exposeDeployment': ['kube-system', 'coredns', {a: 'b'}],
	'kubectl.remove': ['deployment', 'default', 'demo'],
	'iptables.chain': ['nat', 'KUBE-SERVICES'],
	'nft.chain': ['ip', 'nat', 'KUBE-SERVICES'],
	'nft.table': ['ip', 'nat'],
	'nft.tableText': ['ip', 'nat'],
	'trace.trace': [
		'abc',
		{source: null, destination: '10.96.0.1', protocol: 'tcp', port: 443, sender: {kind: 'host'}, life: 20},
	],
	'packages.dnfInstall': ['kernel-modules-extra'],
	'packages.dnfRemove': ['kernel-modules-extra'],
	'inside.inside': [`/run/netns/${pod}`, ip.rules(4)],
	'space-collector.collectInside': [`/run/netns/${pod}`, 'c0ffee', ['net/ipv4/conf/all/rp_filter']],
	'system.processes': [[871]],
	'tc.filters': ['enp1s0', 'ingress'],
	'dns-ask.dnsAsk': [`/run/netns/${pod}`, '10.96.0.10', 'kubernetes.default.svc.cluster.local', 'A'],
	'reach-probe.reachProbe': [{sender: {kind: 'host'}, destination: '10.244.0.3', protocol: 'icmp', port: null}],
	'system.resolve': ['localhost'],
	'system.resolveAll': ['localhost'],
	'system.moduleFiles': [kernel, ['br_netfilter', 'overlay']],
	'system.fileSystemType': ['/sys/fs/cgroup'],
	'system.gunzip': ['/proc/config.gz'],
	'system.httpStatus': ['https://quay.io/v2/'],
	'system.loadModule': ['br_netfilter'],
	'system.setSysctl': ['net.ipv4.ip_forward', '1'],
	'system.sysctl': ['net.ipv4.ip_forward'],
	'system.httpGet': ['http://10.244.0.3:53'],
	'pod-log.podLogTail': [
		{namespace: 'kube-system', name: 'coredns-7656c59669-254zk', uid: 'c6f3e92d-f7d8'},
		'coredns',
		0,
		5,
	],
	'systemd.setHostname': ['one.home.local'],
	'systemd.showUnit': ['k0scontroller'],
	'systemd.showUnits': [['k0scontroller', 'firewalld']],
	'systemd.unitEnvironment': ['k0scontroller'],
	'systemd.unitEnvironmentFiles': ['k0scontroller'],
	'files.proxyLines': [['/etc/os-release']],
	'files.settingLines': [['net.ipv4.ip_forward'], ['/etc/os-release']],
	'systemd.followJournal': ['k0scontroller.service', 20],
	'systemd.journal': ['k0scontroller', 20],
	'systemd.startUnit': ['firewalld'],
	'systemd.enableUnit': ['firewalld'],
	'systemd.maskUnit': ['firewalld'],
	'systemd.unmaskUnit': ['firewalld'],
	'systemd.restartUnit': ['firewalld'],
	'systemd.stopUnit': ['k0scontroller'],
	'systemd.disableUnit': ['k0scontroller'],
	'leftovers.deleteRule': [
		'iptables-nft',
		'nat',
		'PREROUTING',
		['-m', 'comment', '--comment', 'kubernetes service portals', '-j', 'KUBE-SERVICES'],
	],
	'leftovers.deleteChain': ['ip', 'nat', 'KUBE-SERVICES'],
	'leftovers.deleteTable': ['ip', 'kube-proxy'],
	'leftovers.destroySet': ['kube-router-node-ips'],
	'leftovers.removeFolder': ['/etc/k0s'],
	'leftovers.removeFile': ['/usr/local/bin/.k0s.prev'],
	'leftovers.emptyFolder': ['/opt/containerd'],
	'leftovers.removeGroups': ['/sys/fs/cgroup/kubepods'],
	'leftovers.deleteIpRule': [4, {priority: 32_765, from: '10.244.0.0/24', table: '77'}],
	'leftovers.deleteRoute': [4, '10.244.0.0/24', 'kube-bridge', '77'],
	'leftovers.kindOf': ['/var/lib/k0s'],
	'leftovers.target': ['/var/lib/k0s'],
	'leftovers.deleteUser': ['kube-apiserver'],
	'leftovers.users': ['kube-apiserver'],
	'worker.startWorker': [{lock: '/run/k0s-tui/lock', program: ['node', 'cli.js'], log: '/x', env: {}}],
};

/** Tools that CentOS Stream 10 does not have, and what a right answer of theirs would be if it did. */
const elsewhere = new Set([
	'on-server.sshProbe',
	'on-server.onServer',
	'kubectl-exec.k9s',
	'packages.aptInstall',
	'packages.aptRemove',
	'openrc.serviceState',
]);
/** Followed until it has nothing more to tell. */
const endsItself = new Set(['kubectl-change.rolloutStatus']);
/** Refused on a running, installed host, in the tool's own words. */
const refused = new Set([
	// Only OpenRC has these files, and a container manager sets that variable.
	'openrc.supervised',
	'system.containerVariable',
	// A token lies on the fresh host alone.
	'join.lookAtToken',
	'join.askByToken',
	// No such archive; k0s packs a k0s.yaml that is not there, and restores nothing while it runs.
	'archive.list',
	'archive.config',
	'k0s.backup',
	'k0s.restore',
	// CoreDNS has a budget that allows none to go.
	'kubectl-change.evict',
	'kubectl-change.drain',
	// No container runs in it.
	'kubectl-exec.shellProbe',
	'kubectl-exec.shell',
	// It has none of a boot loader's files.
	'files.bootOptions',
	// None of its files sets a proxy.
	'files.proxyLines',
	'files.settingLines',
	// No host has the groups of pods in each of their places, and grep ends with 2 then.
	'usage.podGroups',
	'oom.oomCounts',
	// Its rules lead to other chains, its table is not there, nobody can be a worker of it.
	'leftovers.deleteNamespace',
	'leftovers.deleteChain',
	'leftovers.deleteTable',
	// kube-proxy is in iptables mode.
	'nft.proxyChain',
	'worker.startWorker',
	'k0s.installController',
	'k0s.start',
	'k0s.reset',
	'system.gunzip',
	'edit.unmount',
	'download.showScript',
	'download.runScript',
	'firewall-cmd.panic',
	// It has no ipsets.
	'firewall-cmd.ipset',
	// Nobody decided, and no timer waits.
	'guard.disarmTimer',
	'guard.undoNow',
	'guard.keep',
	// A pod of another run: no log of that name.
	'pod-log.podLogTail',
	// k0s runs.
	'processes.endProcesses',
]);

const isCommand = (value: unknown): value is Command => typeof value === 'object' && value !== null && 'argv' in value;

type Built = {id: string; command: Command | undefined};

const builders: Built[] = Object.entries(rooms).flatMap(([room, exported]) =>
	Object.entries(exported as Record<string, unknown>).flatMap(([name, value]): Built[] => {
		if (typeof value !== 'function') return [];
		const id = `${room}.${name}`;
		if (value.length > 0 && !(id in given)) return [{id, command: undefined}];
		const made: unknown = Reflect.apply(value, undefined, [...(given[id] ?? [])]);
		const list: unknown[] = Array.isArray(made) ? made : [made];
		return list.filter(isCommand).map(command => ({id, command}));
	}),
);

/** Exported functions that build no command. */
const helpers =
	/^(on-server\.isServerName|kubectl-table\.(fullName|pathOf)|join\.joinCall|processes\.(processesCall|endingAgain)|worker\.underLock|trace\.(trace(Rules|Probe|Asked)|probeEnd)|dns-ask\.nameAsked|reach-probe\.(isHarmless|probeAsked|reachProbeEnd)|guard\.(connectionsFile|guardPath|guardUnit)|collector\.collector(Token|Output)|space-collector\.spaceQuestion|download\.(asset|binary|sums|part)\w*(Name|Url|Path))$/;

describe('every command that the product can build', () => {
	it('is looked at here: no file and no builder is left out', () => {
		const found = readdirSync(new URL('../../source/command', import.meta.url))
			.map(name => name.replace('.ts', ''))
			.filter(name => !['command', 'outcome', 'k0s-paths', 'path-part'].includes(name));
		expect(Object.keys(rooms).sort()).toEqual(found.sort());
		const unseen = builders.filter(({id, command}) => command === undefined && !helpers.test(id)).map(({id}) => id);
		expect(unseen).toEqual([]);
	});

	it.each(builders.filter(({command}) => command !== undefined))('$id', async ({id, command}) => {
		const host = createSimulatedHost({scenario: 'ready', clock: manualClock()});
		if (command?.follow) {
			const controller = new AbortController();
			const onLine = (): void => controller.abort();
			// It tells that it has begun, and goes on until nobody listens any more, or until there is nothing left to follow.
			const kind = endsItself.has(id) ? 'ok' : 'aborted';
			expect(await host.execute(command, {signal: controller.signal, onLine})).toMatchObject({kind});
			return;
		}

		const outcome = await host.execute(command as Command);
		if (elsewhere.has(id)) {
			expect(outcome.kind).toBe('not-found');
			return;
		}

		expect(outcome.kind, outcome.stderr).toBe(refused.has(id) ? 'failed' : 'ok');
	});
});

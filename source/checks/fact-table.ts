import * as files from '../command/files.js';
import * as firewall from '../command/firewall-cmd.js';
import * as ip from '../command/ip.js';
import {legacySave} from '../command/iptables.js';
import * as k0s from '../command/k0s.js';
import * as kubectl from '../command/kubectl.js';
import * as nft from '../command/nft.js';
import type {Outcome} from '../command/outcome.js';
import * as system from '../command/system.js';
import * as systemd from '../command/systemd.js';
import {blocks, k0sPorts, nodePorts} from '../model/ports.js';
import type {FactTable} from '../install/step.js';
import {execStart} from '../install/unit-file.js';
import type {Certificate, Listener} from '../model/host.js';
import {moduleNames} from '../model/kernel-modules.js';
import {readCertificate} from '../read/certificate.js';
import {readControllers1, readControllers2} from '../read/cgroup.js';
import {readDisk} from '../read/df.js';
import {readContents, readExisting, readFolder, readText} from '../read/file.js';
import {readNodes} from '../read/kubectl-get.js';
import {readFirewallState} from '../read/firewall-state.js';
import {readDefaultZone, readZones} from '../read/firewall-zones.js';
import {readHosts, readResolved} from '../read/hosts.js';
import {readHttpAnswer} from '../read/http-status.js';
import {readAddresses} from '../read/ip-address.js';
import {readRoutes} from '../read/ip-route.js';
import {readConfigErrors} from '../read/k0s-config.js';
import {readSysinfo} from '../read/k0s-sysinfo.js';
import {readK0sVersion} from '../read/k0s-version.js';
import {readKernelConfig} from '../read/kernel-config.js';
import {readOpenFiles} from '../read/limits.js';
import {readMemory} from '../read/meminfo.js';
import {readModuleFiles} from '../read/modinfo.js';
import {readModuleList} from '../read/modules-dep.js';
import {readMounts} from '../read/mounts.js';
import {readPressures} from '../read/node-pressure.js';
import {readNftChains} from '../read/nft-chains.js';
import {readOsRelease} from '../read/os-release.js';
import {readProcStart} from '../read/proc-start.js';
import {readOwners} from '../read/ps.js';
import {known, mapReading, notOk, unknown, type Reader, type Reading} from '../read/reading.js';
import {readResolvConf} from '../read/resolv-conf.js';
import {readListeners} from '../read/ss.js';
import {readSecurePath, readSudo} from '../read/sudo.js';
import {readSysctls} from '../read/sysctl.js';
import {readUnit} from '../read/systemctl-show.js';
import {readTimeSync} from '../read/timedatectl.js';
import {readKernel, readNumber, readWord} from '../read/uname.js';
import {readUnitStart} from '../read/unit-start.js';
import {readEnvironment, readUnits} from '../read/units.js';
import {ancestors, otherUnits, reachable, sysctlNames, wantedPrograms} from './asked.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';

type Table = FactTable<Facts, CheckOptions>;

/** A fact that one command tells. */
const one = <T>(
	command: Parameters<typeof only>[0],
	read: Reader<T>,
): {commands: () => ReturnType<typeof only>; read: (outcomes: readonly Outcome[]) => Reading<T>} => ({
	commands: () => only(command),
	read: outcomes => first(outcomes, read),
});

const only = (command: ReturnType<typeof files.readFile>) => [command];

type Unread = Extract<Reading<never>, {readonly known: false}>;

/** Nothing was asked because what it follows from is not known, or not so. */
const notAsked = unknown('aborted');

const first = <T>(outcomes: readonly Outcome[], read: Reader<T>, otherwise: Unread = notAsked): Reading<T> => {
	const [outcome] = outcomes;
	return outcome ? read(outcome) : otherwise;
};

/** The first of these paths that is there. */
const firstOf = (outcomes: readonly Outcome[], paths: readonly string[]): Reading<string> => {
	const there = first(outcomes, readExisting);
	if (!there.known) return there;
	const path = paths.find(each => there.value.includes(each));
	return path === undefined ? unknown('not-installed', paths.join(', ')) : known(path);
};

const present = <T>(reading: Reading<T | null>, what: string): Reading<T> =>
	reading.known && reading.value === null ? unknown('not-installed', what) : (reading as Reading<T>);

const release = (facts: Partial<Facts>): string | undefined =>
	facts.kernel?.known ? facts.kernel.value.release : undefined;

const status =
	(url: string) =>
	({airgapBundle}: CheckOptions) =>
		airgapBundle !== null ? [] : only(system.httpStatus(url));

const nodesOf = ({controllerUnit}: Partial<Facts>): ReturnType<typeof only> =>
	controllerUnit?.known && controllerUnit.value.activeState === 'active'
		? only({...kubectl.nodes(), deadline: 5000})
		: [];

/** What the unit names, else what k0s takes by itself. */
const configPath = ({unitFile}: Partial<Facts>): string => {
	const line = unitFile?.known && unitFile.value !== null ? (execStart(unitFile.value) ?? '') : '';
	return /\s(?:--config|-c)[= ](\/[^\s"']+)/.exec(line)?.[1] ?? '/etc/k0s/k0s.yaml';
};

/** More than k0s has: 16 (1.34). */
const mostCertificates = 24;
const namesOf = (names: Facts['pkiFiles'] | undefined): readonly string[] =>
	names?.known ? (names.value ?? []).slice(0, mostCertificates) : [];

/** etcd's lie in a folder of their own, which a k0s on kine does not have. */
function readPkiFiles(outcomes: readonly Outcome[]): Facts['pkiFiles'] {
	const [own, etcd] = outcomes.map(outcome => readFolder(outcome));
	if (!own?.known) return own ?? notAsked;
	if (own.value === null) return known(null);
	const more = etcd?.known ? (etcd.value ?? []).map(name => `etcd/${name}`) : [];
	return known([...own.value, ...more].filter(name => name.endsWith('.crt')));
}

function readCertificates(outcomes: readonly Outcome[], names: readonly string[]): Facts['certificates'] {
	const certificates = new Map<string, Certificate>();
	for (const [index, outcome] of outcomes.entries()) {
		const read = readCertificate(outcome);
		if (!read.known) return read;
		certificates.set(names[index] ?? '', read.value);
	}

	return outcomes.length === 0 ? notAsked : known(certificates);
}

const mostOwners = 40;

/** Processes on a port that k0s wants, or in the range of NodePorts. */
const blockingPids = (listeners: readonly Listener[]): readonly number[] =>
	[
		...new Set(
			listeners
				.filter(
					each =>
						(each.port >= nodePorts.from && each.port <= nodePorts.to) || k0sPorts.some(port => blocks(each, port)),
				)
				.flatMap(({processes}) => processes?.map(({pid}) => pid) ?? []),
		),
	].slice(0, mostOwners);

/** `iptables-legacy-save -c`: rules, and policies that do not accept. */
const readLegacyRules: Reader<number> = outcome => {
	const lines = outcome.stdout.match(/^(\[\d+:\d+\] )?-A |^:\S+ DROP/gm) ?? [];
	return notOk(outcome) ?? known(lines.length);
};

const readPanic: Reader<boolean> = outcome => {
	const word = outcome.stdout.trim();
	if (word === 'yes' || word === 'no') return known(word === 'yes');
	return notOk(outcome) ?? unknown('unreadable', word.slice(0, 200));
};

const idle = unknown('not-running', 'k0scontroller');
const noK0s = unknown('not-installed', 'k0s');
const noConfig = unknown('not-installed', 'config');

/** Every fact: what is asked and how the answer is read. */
export const factTable: Table = {
	uid: one(system.userId(), readNumber),
	sudo: {
		after: ['uid'],
		commands: (_, {uid}) => (uid?.known && uid.value === 0 ? [] : only(system.sudoWithoutPassword())),
		read: outcomes => (outcomes.length === 0 ? known(true) : first(outcomes, readSudo)),
	},
	securePath: one(system.sudoSettings(), readSecurePath),
	os: one(files.readFile('/etc/os-release'), readOsRelease),
	kernel: one(system.kernel(), readKernel),
	init: one(files.readFile('/proc/1/comm'), readWord),
	systemdFolder: one(files.listFolder('/run/systemd/system'), readFolder),
	memory: one(files.readFile('/proc/meminfo'), readMemory),
	processors: one(system.processors(), readNumber),
	dataAncestor: {
		commands: ({dataDir}) => only(files.existing(ancestors(dataDir))),
		read: (outcomes, {dataDir}) => firstOf(outcomes, ancestors(dataDir)),
	},
	disk: {
		after: ['dataAncestor'],
		commands: (_, {dataAncestor}) => (dataAncestor?.known ? only(files.diskSpace(dataAncestor.value)) : []),
		read: outcomes => present(first(outcomes, readDisk), 'df'),
	},
	openFiles: one(files.readFile('/proc/self/limits'), readOpenFiles),
	mounts: one(files.readFile('/proc/self/mounts'), readMounts),
	kernels: one(files.listFolder('/lib/modules'), readFolder),
	moduleFolder: {
		after: ['kernel'],
		commands: (_, facts) => inModules(facts, '').map(path => files.listFolder(path)),
		read: outcomes => first(outcomes, readFolder),
	},
	moduleFiles: {
		after: ['kernel', 'moduleFolder'],
		commands: (_, facts) =>
			facts.moduleFolder?.known && facts.moduleFolder.value !== null
				? [release(facts)].flatMap(name => (name === undefined ? [] : only(system.moduleFiles(name, moduleNames))))
				: [],
		read: outcomes => first(outcomes, outcome => readModuleFiles(outcome, moduleNames)),
	},
	moduleLists: {
		after: ['kernel', 'moduleFolder', 'moduleFiles'],
		commands: (_, facts) =>
			facts.moduleFolder?.known && facts.moduleFolder.value !== null && facts.moduleFiles?.known === false
				? [...inModules(facts, '/modules.dep'), ...inModules(facts, '/modules.builtin')].map(path => ({
						...files.readFile(path),
						maxOutput: 8 * 1024 * 1024,
					}))
				: [],
		read: readModuleLists,
	},
	loadedModules: one(files.listFolder('/sys/module'), readFolder),
	kernelConfigFile: {
		after: ['kernel'],
		commands: (_, facts) => only(files.existing(configFiles(facts))),
		read: (outcomes, _, facts) => firstOf(outcomes, configFiles(facts)),
	},
	kernelConfig: {
		after: ['kernelConfigFile'],
		commands: (_, {kernelConfigFile: file}) =>
			file?.known ? only(file.value.endsWith('.gz') ? system.gunzip(file.value) : files.readFile(file.value)) : [],
		read: outcomes => present(first(outcomes, readKernelConfig, noConfig), 'config'),
	},
	cgroupFileSystem: one(system.fileSystemType('/sys/fs/cgroup'), readWord),
	controllers2: one(files.readFile('/sys/fs/cgroup/cgroup.controllers'), readControllers2),
	controllers1: one(files.readFile('/proc/cgroups'), readControllers1),
	programs: one(files.existing(wantedPrograms.flatMap(({paths}) => paths)), readExisting),
	hostname: one(system.hostName(), readWord),
	hostnameAddresses: {
		after: ['hostname'],
		commands: (_, {hostname}) =>
			hostname?.known && !hostname.value.startsWith('-') ? only(system.resolve(hostname.value)) : [],
		read: outcomes => first(outcomes, readResolved),
	},
	localhostAddresses: one(system.resolve('localhost'), readResolved),
	hosts: one(files.readFile('/etc/hosts'), readHosts),
	links: one(ip.addresses(), readAddresses),
	routes: one(ip.routes(), readRoutes),
	resolvConf: one(files.readFile('/etc/resolv.conf'), readResolvConf),
	sysctls: one(system.sysctl(...sysctlNames), readSysctls),
	firewallState: one(firewall.state(), readFirewallState),
	firewalldUnit: one(systemd.showUnit('firewalld.service'), readUnit),
	// All beside the state, not after it: each firewall-cmd takes a quarter of a second.
	panic: one(firewall.panic(), readPanic),
	firewalldConf: one(files.readFile('/etc/firewalld/firewalld.conf'), readText),
	defaultZone: one(firewall.defaultZone(), readDefaultZone),
	zones: one(firewall.allZones(), readZones),
	permanentZones: one(firewall.allZones(true), readZones),
	kubeChains: one(nft.chains(), outcome =>
		mapReading(readNftChains(outcome), tables => tables.flatMap(({chains}) => chains).filter(isKube).length),
	),
	legacyTables: one(files.readFile('/proc/net/ip_tables_names'), outcome =>
		mapReading(readText(outcome), text => (text ?? '').split('\n').filter(Boolean)),
	),
	legacyRules: {
		after: ['legacyTables'],
		commands: (_, {legacyTables: tables}) => (tables?.known && tables.value.length > 0 ? only(legacySave()) : []),
		read: outcomes => first(outcomes, readLegacyRules),
	},
	controllerUnit: one(systemd.showUnit('k0scontroller.service'), readUnit),
	workerUnit: one(systemd.showUnit('k0sworker.service'), readUnit),
	otherUnits: one(systemd.showUnits(otherUnits), readUnits),
	unitFile: {
		after: ['controllerUnit'],
		commands: (_, {controllerUnit: unit}) =>
			unit?.known && unit.value.path !== null ? only(files.readFile(unit.value.path)) : [],
		read: (outcomes, _, {controllerUnit: unit}) =>
			unit?.known && unit.value.path === null ? known(null) : first(outcomes, readText),
	},
	configFile: {
		after: ['unitFile'],
		commands: (_, facts) => only(files.existing([configPath(facts)])),
		read: (outcomes, _, facts) =>
			mapReading(first(outcomes, readExisting), there => (there.length > 0 ? configPath(facts) : null)),
	},
	configErrors: {
		after: ['configFile', 'k0sVersion'],
		commands: (_, {configFile: file, k0sVersion}) =>
			file?.known && file.value !== null && k0sVersion?.known ? only(k0s.validateConfig(file.value)) : [],
		read: outcomes => first(outcomes, readConfigErrors, noK0s),
	},
	pkiFiles: {
		commands: ({dataDir}) => ['', '/etcd'].map(folder => files.listFolder(`${dataDir}/pki${folder}`)),
		read: readPkiFiles,
	},
	certificates: {
		after: ['pkiFiles'],
		commands: ({dataDir}, {pkiFiles}) => namesOf(pkiFiles).map(name => files.readFile(`${dataDir}/pki/${name}`)),
		read: (outcomes, _, {pkiFiles}) => readCertificates(outcomes, namesOf(pkiFiles)),
	},
	dataFolder: {
		commands: ({dataDir}) => only(files.listFolder(dataDir)),
		read: outcomes => first(outcomes, readFolder),
	},
	runFolder: one(files.listFolder('/run/k0s'), readFolder),
	cniFolder: one(files.listFolder('/etc/cni/net.d'), readFolder),
	listeners: one(system.listeners(), readListeners),
	owners: {
		after: ['listeners'],
		commands: (_, {listeners}) => {
			const pids = listeners?.known ? blockingPids(listeners.value) : [];
			return pids.length > 0 ? only(system.processes(pids)) : [];
		},
		read: outcomes => (outcomes.length === 0 ? known(new Map()) : first(outcomes, readOwners)),
	},
	selinux: one(files.readFile('/sys/fs/selinux/enforce'), readText),
	appArmor: one(files.readFile('/sys/module/apparmor/parameters/enabled'), readText),
	timeSync: one(system.timeSync(), readTimeSync),
	clock: one(system.clock(), outcome => mapReading(readNumber(outcome), seconds => seconds * 1000)),
	sinceBoot: one(files.readFile('/proc/self/stat'), readProcStart),
	controllerStart: one(systemd.showUnit('k0scontroller.service'), readUnitStart),
	bootId: one(files.readFile('/proc/sys/kernel/random/boot_id'), readWord),
	reboots: {
		commands: ({stateFolder}) => only(files.contents(`${stateFolder}/reboot`)),
		read: outcomes => first(outcomes, readContents),
	},
	rebootRequired: one(files.existing(['/run/reboot-required']), readExisting),
	airgapBundle: {
		commands: ({airgapBundle: path}) => (path === null ? [] : only(files.existing([path]))),
		read: outcomes => mapReading(first(outcomes, readExisting), there => there.length > 0),
	},
	serviceEnvironment: one(systemd.unitEnvironment('k0scontroller.service'), readEnvironment),
	downloadAnswer: {commands: status(reachable.download), read: outcomes => first(outcomes, readHttpAnswer)},
	quayAnswer: {commands: status(reachable.quay), read: outcomes => first(outcomes, readHttpAnswer)},
	dockerAnswer: {commands: status(reachable.docker), read: outcomes => first(outcomes, readHttpAnswer)},
	nodes: {
		after: ['controllerUnit'],
		commands: (_, facts) => nodesOf(facts),
		read: (outcomes, _, {controllerUnit}) =>
			first(outcomes, readNodes, controllerUnit?.known === false ? controllerUnit : idle),
	},
	pressures: {
		after: ['controllerUnit'],
		commands: (_, facts) => nodesOf(facts),
		read: outcomes => first(outcomes, readPressures, idle),
	},
	k0sVersion: one(k0s.version(), readK0sVersion),
	sysinfo: {
		after: ['k0sVersion'],
		commands: (_, {k0sVersion}) => (k0sVersion?.known ? only(k0s.sysinfo()) : []),
		read: outcomes => first(outcomes, readSysinfo, noK0s),
	},
};

/** Where a kernel's configuration is kept: Debian and EL, Fedora, the kernel itself. */
const configFiles = (facts: Partial<Facts>): string[] => {
	const name = release(facts);
	return [...(name === undefined ? [] : [`/boot/config-${name}`, `/lib/modules/${name}/config`]), '/proc/config.gz'];
};

const inModules = (facts: Partial<Facts>, rest: string): string[] => {
	const name = release(facts);
	return name === undefined ? [] : [`/lib/modules/${name}${rest}`];
};

const isKube = ({name}: {readonly name: string}): boolean => name.startsWith('KUBE-');

function readModuleLists(outcomes: readonly Outcome[]): Reading<ReadonlySet<string>> {
	const lists = outcomes.map(outcome => readModuleList(outcome));
	const bad = lists.find(list => !list.known);
	if (bad && !bad.known) return bad;
	const names = lists.flatMap(list => (list.known && list.value ? [...list.value] : []));
	return lists.length === 0 || names.length === 0 ? unknown('not-installed', 'modules.dep') : known(new Set(names));
}

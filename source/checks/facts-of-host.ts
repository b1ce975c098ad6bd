import * as files from '../command/files.js';
import type {Outcome} from '../command/outcome.js';
import * as system from '../command/system.js';
import {loopServer} from '../model/requirements.js';
import {isWsl} from '../model/kernel-command-line.js';
import {moduleNames} from '../model/kernel-modules.js';
import {readContainer} from '../read/container-kind.js';
import {readBootOptions} from '../read/boot-options.js';
import {readControllers1, readControllers2} from '../read/cgroup.js';
import {readCommandLine} from '../read/command-line.js';
import {readExisting, readFolder} from '../read/file.js';
import {readKernelConfig} from '../read/kernel-config.js';
import {readOpenFiles} from '../read/limits.js';
import {readModuleFiles} from '../read/modinfo.js';
import {readModuleList} from '../read/modules-dep.js';
import {readOsRelease} from '../read/os-release.js';
import {known, mapReading, unknown, type Reading} from '../facts/reading.js';
import {readSecurePath, readSudo} from '../read/sudo.js';
import {readNumber, readWord} from '../read/uname.js';
import {otherResolvConfFiles} from '../read/resolv-conf.js';
import {readWslSystemd} from '../read/wsl-conf.js';
import {wantedPrograms} from './asked.js';
import {first, firstThere, one} from '../fact-table/one-fact.js';
import {only, present, type Table} from './fact-asks.js';
import type {Facts} from './facts.js';

const release = (facts: Partial<Facts>): string | undefined =>
	facts.kernel?.known ? facts.kernel.value.release : undefined;

/** Where a kernel's configuration is kept: Debian and EL, Fedora, the kernel itself. */
const configFiles = (facts: Partial<Facts>): string[] => {
	const name = release(facts);
	return [...(name === undefined ? [] : [`/boot/config-${name}`, `/lib/modules/${name}/config`]), '/proc/config.gz'];
};

const inModules = (facts: Partial<Facts>, rest: string): string[] => {
	const name = release(facts);
	return name === undefined ? [] : [`/lib/modules/${name}${rest}`];
};

function readModuleLists(outcomes: readonly Outcome[]): Reading<ReadonlySet<string>> {
	const lists = outcomes.map(outcome => readModuleList(outcome));
	const bad = lists.find(list => !list.known);
	if (bad && !bad.known) return bad;
	const names = lists.flatMap(list => (list.known && list.value ? [...list.value] : []));
	return lists.length === 0 || names.length === 0 ? unknown('not-installed', 'modules.dep') : known(new Set(names));
}

const isSystemd = (folder: Facts['systemdFolder'] | undefined): boolean =>
	folder?.known === true && folder.value !== null;

const noConfig = unknown('not-installed', 'config');

/** What the machine and its system are. */
export const hostFacts = {
	sudo: {
		after: ['uid'],
		commands: (_, {uid}) => (uid?.known && uid.value === 0 ? [] : only(system.sudoWithoutPassword())),
		read: outcomes => (outcomes.length === 0 ? known(true) : first(outcomes, readSudo)),
	},
	securePath: one(system.sudoSettings(), readSecurePath),
	os: one(files.readFile('/etc/os-release'), readOsRelease),
	init: one(files.readFile('/proc/1/comm'), readWord),
	systemdFolder: one(files.listFolder('/run/systemd/system'), readFolder),
	container: {
		after: ['systemdFolder'],
		commands: () => [files.readFile('/run/systemd/container'), system.containerVariable()],
		read: ([noted, variable], _, {systemdFolder}) => readContainer(noted, variable, isSystemd(systemdFolder)),
	},
	kmsg: {
		after: ['container'],
		commands: (_, {container}) =>
			container?.known && container.value !== null ? only(files.existing(['/dev/kmsg'])) : [],
		read: outcomes => mapReading(first(outcomes, readExisting), there => there.length > 0),
	},
	processors: one(system.processors(), readNumber),
	openFiles: one(files.readFile('/proc/self/limits'), readOpenFiles),
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
		read: (outcomes, _, facts) => firstThere(outcomes, configFiles(facts)),
	},
	kernelConfig: {
		after: ['kernelConfigFile'],
		commands: (_, {kernelConfigFile: file}) =>
			file?.known ? only(file.value.endsWith('.gz') ? system.gunzip(file.value) : files.readFile(file.value)) : [],
		read: outcomes => present(first(outcomes, readKernelConfig, noConfig), 'config'),
	},
	commandLine: one(files.readFile('/proc/cmdline'), readCommandLine),
	// Only where something is amiss that a word for the kernel could mend.
	bootOptions: {
		after: ['cgroupFileSystem', 'controllers2'],
		commands: (_, {cgroupFileSystem: type, controllers2}) =>
			type?.known === true &&
			type.value === 'cgroup2fs' &&
			controllers2?.known === true &&
			['cpu', 'cpuset', 'memory', 'pids'].every(name => controllers2.value.includes(name))
				? []
				: only(files.bootOptions()),
		read: outcomes => first(outcomes, readBootOptions),
	},
	wslSystemd: {
		after: ['kernel'],
		commands: (_, facts) => (isWsl(release(facts) ?? '') ? only(files.readFile('/etc/wsl.conf')) : []),
		read: outcomes => first(outcomes, readWslSystemd),
	},
	cgroupFileSystem: one(system.fileSystemType('/sys/fs/cgroup'), readWord),
	controllers2: one(files.readFile('/sys/fs/cgroup/cgroup.controllers'), readControllers2),
	controllers1: one(files.readFile('/proc/cgroups'), readControllers1),
	programs: one(files.existing(wantedPrograms.flatMap(({paths}) => paths)), readExisting),
	otherResolvConfs: {
		after: ['resolvConf'],
		commands: (_, {resolvConf}) =>
			resolvConf?.known && loopServer(resolvConf.value) !== undefined ? only(files.existing(otherResolvConfFiles)) : [],
		read: outcomes => first(outcomes, readExisting),
	},
} satisfies Partial<Table>;

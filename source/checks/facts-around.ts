import {isWorkerUnit} from '../command/k0s-paths.js';
import {ownUnitName} from './unit.js';
import * as files from '../command/files.js';
import * as k0s from '../command/k0s.js';
import * as kubectl from '../command/kubectl.js';
import * as system from '../command/system.js';
import * as systemd from '../command/systemd.js';
import {readContents, readExisting, readText} from '../read/file.js';
import {readHttpAnswer} from '../read/http-status.js';
import {readSysinfo} from '../read/k0s/sysinfo.js';
import {readNodes} from '../read/kubectl/get.js';
import {readPressures} from '../read/node-pressure.js';
import {readProcStart} from '../read/proc-start.js';
import {mapReading, unknown} from '../facts/reading.js';
import {readTimeSync} from '../read/timedatectl.js';
import {readNumber, readWord} from '../read/uname.js';
import {readUnitStart} from '../read/unit-start.js';
import {readEnvironmentFiles} from '../read/environment-file.js';
import {reachable} from './asked.js';
import {joinedEnvironment, pathsOf, patternFolders} from './service-environment.js';
import {first, one} from '../fact-table/one-fact.js';
import {noK0s, only, type Table} from './fact-asks.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';

const idle = unknown('not-running', 'k0scontroller');

const nodesOf = ({controllerUnit}: Partial<Facts>): ReturnType<typeof only> =>
	controllerUnit?.known && controllerUnit.value.activeState === 'active'
		? only({...(isWorkerUnit(controllerUnit.value.id) ? kubectl.workerNodes() : kubectl.nodes()), deadline: 5000})
		: [];

const status =
	(url: string) =>
	({airgapBundle}: CheckOptions) =>
		airgapBundle !== null ? [] : only(system.httpStatus(url));

/** Security, time, what can be reached, and k0s’ own judgement. */
export const outsideFacts = {
	selinux: one(files.readFile('/sys/fs/selinux/enforce'), readText),
	appArmor: one(files.readFile('/sys/module/apparmor/parameters/enabled'), readText),
	timeSync: one(system.timeSync(), readTimeSync),
	clock: one(system.clock(), outcome => mapReading(readNumber(outcome), seconds => seconds * 1000)),
	sinceBoot: one(files.readFile('/proc/self/stat'), readProcStart),
	controllerStart: {
		after: ['controllerUnit'],
		commands: (_, {controllerUnit}) => only(systemd.showUnit(ownUnitName(controllerUnit))),
		read: outcomes => first(outcomes, readUnitStart),
	},
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
	environmentFiles: {
		after: ['controllerUnit'],
		commands: (_, {controllerUnit}) => only(systemd.unitEnvironmentFiles(ownUnitName(controllerUnit))),
		read: outcomes => first(outcomes, readEnvironmentFiles),
	},
	environmentPaths: {
		after: ['environmentFiles'],
		commands: (_, {environmentFiles}) => patternFolders(environmentFiles).map(folder => files.listFolder(folder)),
		read: (outcomes, _, {environmentFiles}) => pathsOf(outcomes, environmentFiles),
	},
	serviceEnvironment: {
		after: ['controllerUnit', 'environmentFiles', 'environmentPaths'],
		commands: (_, {controllerUnit, environmentPaths}) => [
			systemd.unitEnvironment(ownUnitName(controllerUnit)),
			systemd.managerEnvironment(),
			...(environmentPaths?.known && environmentPaths.value.length > 0
				? [files.proxyLines(environmentPaths.value)]
				: []),
		],
		read: joinedEnvironment,
	},
	downloadAnswer: {commands: status(reachable.download), read: outcomes => first(outcomes, readHttpAnswer)},
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
	sysinfo: {
		after: ['k0sVersion'],
		commands: (_, {k0sVersion}) => (k0sVersion?.known ? only(k0s.sysinfo()) : []),
		read: outcomes => first(outcomes, readSysinfo, noK0s),
	},
} satisfies Partial<Table>;

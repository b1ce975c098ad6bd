import * as files from '../command/files.js';
import * as k0s from '../command/k0s.js';
import {listProcesses} from '../command/processes.js';
import type {Outcome} from '../command/outcome.js';
import * as system from '../command/system.js';
import * as systemd from '../command/systemd.js';
import {ownDataFolder} from '../install/release-bundle.js';
import {execStart} from '../install/unit-file.js';
import type {Certificate, Listener} from '../model/host.js';
import {blocks, k0sPorts, nodePorts} from '../model/ports.js';
import {readCertificate} from '../read/certificate.js';
import {readExisting, readFolder, readText} from '../read/file.js';
import {readConfigErrors} from '../read/k0s-config.js';
import {readK0sProcesses} from '../read/k0s-processes.js';
import {readOwners} from '../read/ps.js';
import {known, mapReading} from '../read/reading.js';
import {readListeners} from '../read/ss.js';
import {readUnit} from '../read/systemctl-show.js';
import {readUnits} from '../read/units.js';
import {otherUnits} from './asked.js';
import {first, noK0s, notAsked, one, only, type Table} from './fact-asks.js';
import type {Facts} from './facts.js';

/** What the unit names, else what k0s takes by itself. */
const configPath = ({unitFile}: Partial<Facts>): string => {
	const line = unitFile?.known && unitFile.value !== null ? (execStart(unitFile.value) ?? '') : '';
	return /\s(?:--config|-c)[= ](\/[^\s"']+)/.exec(line)?.[1] ?? '/etc/k0s/k0s.yaml';
};

/** The data folder that the unit names; undefined: none. */
export const unitDataDir = ({unitFile}: Partial<Facts>): string | undefined =>
	unitFile?.known && unitFile.value !== null
		? /\s--data-dir[= ](\/[^\s"']+)/.exec(execStart(unitFile.value) ?? '')?.[1]
		: undefined;

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

/** What is installed already, and who listens where. */
export const installFacts = {
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
	k0sProcesses: {
		after: ['unitFile'],
		commands: ({dataDir}, facts) => only(listProcesses(ownDataFolder(unitDataDir(facts) ?? dataDir))),
		read: outcomes => first(outcomes, readK0sProcesses),
	},
	owners: {
		after: ['listeners'],
		commands: (_, {listeners}) => {
			const pids = listeners?.known ? blockingPids(listeners.value) : [];
			return pids.length > 0 ? only(system.processes(pids)) : [];
		},
		read: outcomes => (outcomes.length === 0 ? known(new Map()) : first(outcomes, readOwners)),
	},
} satisfies Partial<Table>;

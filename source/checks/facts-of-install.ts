import {bridge, isWorkerUnit, k0sRunFolder} from '../command/k0s-paths.js';
import * as files from '../command/files.js';
import * as k0s from '../command/k0s.js';
import * as openrc from '../command/openrc.js';
import type {Outcome} from '../command/outcome.js';
import * as system from '../command/system.js';
import * as systemd from '../command/systemd.js';
import {configPath, kubeletPath} from '../model/unit-file.js';
import type {Certificate, Listener} from '../facts/host.js';
import {blocks, k0sPorts, nodePorts} from '../model/ports.js';
import {readCertificate} from '../read/certificate.js';
import {readExisting, readFolder, readText} from '../read/file.js';
import {configRanges, readConfigErrors} from '../read/k0s/config.js';
import {readUnixListeners} from '../read/proc-net/unix.js';
import {readOwners} from '../read/ps.js';
import {known, mapReading, unknown} from '../facts/reading.js';
import {readOpenRc} from '../read/openrc.js';
import {readUnit} from '../read/systemctl-show.js';
import {readUnits} from '../read/units.js';
import {otherUnits} from './asked.js';
import {askProcesses, dataFolderOf, k0sFacts} from '../fact-table/k0s-facts.js';
import {first, notAsked, one} from '../fact-table/one-fact.js';
import {noK0s, only, type Table} from './fact-asks.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';

const configOf = ({unitFile}: Partial<Facts>): string => configPath(unitFile?.known ? unitFile.value : null);

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

const kubeletPki = (options: CheckOptions, facts: Partial<Facts>): string => {
	const unitFile = facts.unitFile?.known ? facts.unitFile.value : null;
	return `${kubeletPath(unitFile, dataFolderOf(options, facts))}/pki`;
};

const onController = 'k0s.yaml: it is on the controller';

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

/** Where nothing of k0s is, no process of it is looked for. What could not be read may be a trace. */
function hasTraces(
	{dataDir}: CheckOptions,
	{controllerUnit, runFolder, dataFolder, listeners, links, mounts}: Partial<Facts>,
): boolean {
	const hasAny = (folder: Facts['runFolder'] | undefined): boolean => !folder?.known || (folder.value ?? []).length > 0;
	return (
		!controllerUnit?.known ||
		controllerUnit.value.loadState !== 'not-found' ||
		hasAny(runFolder) ||
		hasAny(dataFolder) ||
		(links?.known === true && links.value.some(({name}) => name === bridge)) ||
		(mounts?.known === true &&
			mounts.value.some(({target}) =>
				[dataDir, k0sRunFolder, '/run/netns/cni-'].some(path => target.startsWith(path)),
			)) ||
		(listeners?.known === true && blockingPids(listeners.value).length > 0)
	);
}

/** What is installed already, and who listens where. */
export const installFacts = {
	workerUnit: {
		after: ['openrc'],
		commands: (_, {openrc: runs}) =>
			runs?.known && runs.value
				? [openrc.serviceState('k0sworker'), openrc.supervised('k0sworker')]
				: only(systemd.showUnit('k0sworker.service')),
		read: ([state, notes]) =>
			state && notes ? readOpenRc('k0sworker', state, notes) : state ? readUnit(state) : notAsked,
	},
	otherUnits: one(systemd.showUnits(otherUnits), readUnits),
	configFile: {
		after: ['unitFile'],
		commands: (_, facts) => only(files.existing([configOf(facts)])),
		read: (outcomes, _, facts) =>
			mapReading(first(outcomes, readExisting), there => (there.length > 0 ? configOf(facts) : null)),
	},
	configRanges: {
		after: ['configFile', 'controllerUnit', 'k0sVersion'],
		commands: (_, {configFile: file}) => (file?.known && file.value !== null ? only(files.readFile(file.value)) : []),
		read(outcomes, {role}, {configFile: file, controllerUnit: unit, k0sVersion}) {
			// The ranges of a cluster that a worker joins are in the k0s.yaml of its controller. A unit without a program is left over.
			const isWorker = unit?.known && isWorkerUnit(unit.value.id) && k0sVersion?.known;
			if (role === 'worker' || isWorker) return unknown('unreadable', onController);
			if (file?.known && file.value === null) return known({podCidr: null, serviceCidr: null});
			return mapReading(first(outcomes, readText, file?.known === false ? file : notAsked), text =>
				configRanges(text ?? ''),
			);
		},
	},
	configErrors: {
		after: ['configFile', 'k0sVersion'],
		commands: (_, {configFile: file, k0sVersion}) =>
			file?.known && file.value !== null && k0sVersion?.known ? only(k0s.validateConfig(file.value)) : [],
		read: outcomes => first(outcomes, readConfigErrors, noK0s),
	},
	pkiFiles: {
		after: ['unitFile'],
		commands: (options, facts) =>
			['', '/etcd'].map(folder => files.listFolder(`${dataFolderOf(options, facts)}/pki${folder}`)),
		read: readPkiFiles,
	},
	certificates: {
		after: ['pkiFiles', 'unitFile'],
		commands: (options, facts) =>
			namesOf(facts.pkiFiles).map(name => files.readDirectly(`${dataFolderOf(options, facts)}/pki/${name}`)),
		read: (outcomes, _, {pkiFiles}) => readCertificates(outcomes, namesOf(pkiFiles)),
	},
	kubeletPkiFiles: {
		after: ['unitFile'],
		commands: (options, facts) => only(files.listFolder(kubeletPki(options, facts))),
		read: outcomes =>
			mapReading(first(outcomes, readFolder), names => names && names.filter(name => name.endsWith('-current.pem'))),
	},
	kubeletCertificates: {
		after: ['kubeletPkiFiles', 'unitFile'],
		commands: (options, facts) =>
			namesOf(facts.kubeletPkiFiles).map(name => files.certificatesOf(`${kubeletPki(options, facts)}/${name}`)),
		read: (outcomes, _, {kubeletPkiFiles}) => readCertificates(outcomes, namesOf(kubeletPkiFiles)),
	},
	dataFolder: {
		after: ['unitFile'],
		commands: (options, facts) => only(files.listFolder(dataFolderOf(options, facts))),
		read: outcomes => first(outcomes, readFolder),
	},
	runFolder: one(files.listFolder(k0sRunFolder), readFolder),
	// Where nothing of k0s is, no process of it is looked for.
	k0sProcesses: {
		after: ['controllerUnit', 'unitFile', 'runFolder', 'dataFolder', 'listeners', 'links', 'mounts'],
		commands: (options, facts) => (hasTraces(options, facts) ? askProcesses(options, facts) : []),
		read: outcomes => (outcomes.length === 0 ? known([]) : k0sFacts.k0sProcesses.read(outcomes)),
	},
	unixListeners: {
		after: ['runFolder'],
		commands: (_, {runFolder: folder}) =>
			folder?.known && (folder.value ?? []).length === 0 ? [] : only(files.readFile('/proc/net/unix')),
		read: outcomes => (outcomes.length === 0 ? known([]) : first(outcomes, readUnixListeners)),
	},
	cniFolder: one(files.listFolder('/etc/cni/net.d'), readFolder),
	owners: {
		after: ['listeners'],
		commands: (_, {listeners}) => {
			const pids = listeners?.known ? blockingPids(listeners.value) : [];
			return pids.length > 0 ? only(system.processes(pids)) : [];
		},
		read: outcomes => (outcomes.length === 0 ? known(new Map()) : first(outcomes, readOwners)),
	},
} satisfies Partial<Table>;

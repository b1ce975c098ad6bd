import {dataFolder, ownDataFolder} from '../model/data-folder.js';
import {unitName, unitPath} from '../command/k0s-paths.js';
import * as ctr from '../command/ctr.js';
import * as files from '../command/files.js';
import * as ip from '../command/ip.js';
import * as k0s from '../command/k0s.js';
import * as kubectl from '../command/kubectl.js';
import {listProcesses} from '../command/processes.js';
import * as system from '../command/system.js';
import * as systemd from '../command/systemd.js';
import type {K0sStatus, JournalLine, Lease, Node, Task, Unit} from '../facts/cluster.js';
import type {Firewall} from '../model/firewall.js';
import type {Disk, K0sProcess, Kernel, Listener, Memory, Mount, ResolvConf} from '../facts/host.js';
import type {Link, Route} from '../facts/network.js';
import {logLines} from '../model/log-cause.js';
import type {Trouble} from '../model/pod-trouble.js';
import {readTasks} from '../read/ctr-tables.js';
import {ancestors} from '../model/ancestors.js';
import {isStub} from '../model/requirements.js';
import {readDisk} from '../read/df.js';
import {readExisting, readText} from '../read/file.js';
import {readMounts} from '../read/mounts.js';
import {readResolvConf, readResolvedConf, resolvedFile} from '../read/resolv-conf.js';
import {readListeners} from '../read/ss.js';
import {readAddresses} from '../read/ip/address.js';
import {readRoutes} from '../read/ip/route.js';
import {readJournal} from '../read/journal.js';
import {readK0sProcesses} from '../read/k0s/processes.js';
import {readK0sStatus} from '../read/k0s/status.js';
import {readK0sVersion} from '../read/k0s/version.js';
import {readAll, readLeases, readNodes, type All} from '../read/kubectl/get.js';
import {readMemory} from '../read/meminfo.js';
import {readProcStart} from '../read/proc-start.js';
import {known, mapReading, unknown, type Reading} from '../facts/reading.js';
import {readUnit} from '../read/systemctl-show.js';
import {readKernel, readNumber, readWord} from '../read/uname.js';
import type {InstallAnswers} from './answers.js';
import {chosenFacts, type ChosenFacts} from './chosen-facts.js';
import {guardFacts, type GuardFacts} from './guard-facts.js';
import {firewallFact, one, unasked} from '../engine/one-fact.js';
import {releaseFacts, type ReleaseFacts} from './release-facts.js';
import type {FactTable} from '../engine/step.js';
import {trialFacts, type TrialFacts} from './trial-facts.js';
import {troubleFacts} from './trouble-facts.js';

export {hasWanted} from './release-facts.js';

/** All that the steps of the guided install look at. */
export type InstallFacts = {
	/** `id -u`. */
	readonly user: Reading<number>;
	readonly kernel: Reading<Kernel>;
	readonly memory: Reading<Memory>;
	/** The nearest folder above the data folder that is there. */
	readonly dataAncestor: Reading<string>;
	/** The file system of the data folder; null: it could not be asked. */
	readonly disk: Reading<Disk | null>;
	readonly mounts: Reading<readonly Mount[]>;
	readonly listeners: Reading<readonly Listener[]>;
	readonly resolvConf: Reading<ResolvConf>;
	/** What systemd-resolved asks; null: it keeps no such list, or is not there. */
	readonly resolvedConf: Reading<ResolvConf | null>;
	/** The static host name; the kernel's where systemd does not tell. */
	readonly hostname: Reading<string>;
	readonly links: Reading<readonly Link[]>;
	readonly routes: Reading<readonly Route[]>;
	readonly firewall: Reading<Firewall>;
	/** The version that the k0s on this host says. */
	readonly binary: Reading<string>;
	readonly unit: Reading<Unit>;
	/** Of k0s, whether its service runs or not. */
	readonly processes: Reading<readonly K0sProcess[]>;
	/** Null: not installed. */
	readonly unitFile: Reading<string | null>;
	readonly cluster: ClusterReadings;
	/** Pods that do not do their work, with their causes; empty while all do, or nothing can be asked. */
	readonly troubles: readonly Trouble[];
} & GuardFacts &
	TrialFacts &
	ReleaseFacts &
	ChosenFacts;

/** Asked only while the service runs: before that nothing can answer. */
export type ClusterReadings = {
	readonly k0s: Reading<K0sStatus>;
	readonly nodes: Reading<readonly Node[]>;
	readonly all: Reading<All>;
	/** These three tell whether the others are of this run, or what the API remembers. */
	readonly leases: Reading<readonly Lease[]>;
	readonly tasks: Reading<readonly Task[]>;
	readonly bootedAt: Reading<number>;
	/** The service's own last lines. */
	readonly journal: Reading<readonly JournalLine[]>;
};

type F = InstallFacts;
type A = InstallAnswers;

const isUp = (facts: Partial<F>): boolean => facts.unit?.known === true && facts.unit.value.activeState === 'active';

const isRestarted = (facts: Partial<F>): boolean =>
	facts.unit?.known === true &&
	(facts.unit.value.restarts > 0 || ['activating', 'failed'].includes(facts.unit.value.activeState));

export const installFacts: FactTable<F, A> = {
	user: one(system.userId(), readNumber),
	kernel: one(system.kernel(), readKernel),
	memory: one(files.readFile('/proc/meminfo'), readMemory),
	dataAncestor: {
		commands: ({dataDir}) => [files.existing(ancestors(dataFolder(dataDir)))],
		read([outcome], {dataDir}) {
			const there = readExisting(outcome ?? unasked);
			if (!there.known) return there;
			const nearest = ancestors(dataFolder(dataDir)).find(path => there.value.includes(path));
			return nearest === undefined ? unknown('unreadable', dataFolder(dataDir)) : known(nearest);
		},
	},
	disk: {
		after: ['dataAncestor'],
		commands: (_answers, {dataAncestor: folder}) => (folder?.known ? [files.diskSpace(folder.value)] : []),
		read: ([outcome]) => (outcome === undefined ? known(null) : readDisk(outcome)),
	},
	mounts: one(files.readFile('/proc/self/mounts'), readMounts),
	listeners: one(system.listeners(), readListeners),
	resolvConf: one(files.readFile('/etc/resolv.conf'), readResolvConf),
	resolvedConf: {
		after: ['resolvConf'],
		commands: (_answers, {resolvConf: conf}) =>
			conf?.known && isStub(conf.value) ? [files.readFile(resolvedFile)] : [],
		read: ([outcome]) => (outcome === undefined ? known(null) : readResolvedConf(outcome)),
	},
	// Without hostnamed the kernel's name is what k0s goes by.
	hostname: {
		commands: () => [systemd.staticHostname(), system.hostName()],
		read([own, kernel]) {
			const name = readWord(own ?? unasked);
			return name.known ? name : readWord(kernel ?? unasked);
		},
	},
	links: one(ip.addresses(), readAddresses),
	routes: one(ip.routes(), readRoutes),
	firewall: firewallFact,
	...guardFacts,
	...trialFacts,
	binary: one(k0s.version(), readK0sVersion),
	unit: one(systemd.showUnit(unitName), readUnit),
	processes: {
		commands: ({dataDir}) => [listProcesses(ownDataFolder(dataDir))],
		read: ([outcome]) => readK0sProcesses(outcome ?? unasked),
	},
	unitFile: one(files.readFile(unitPath, 'read-unit'), readText),
	...releaseFacts(),
	...chosenFacts,
	cluster: {
		after: ['unit'],
		commands: (_answers, facts) => [
			...(isUp(facts)
				? [
						k0s.status(),
						kubectl.nodes(),
						kubectl.all(),
						kubectl.leases(),
						ctr.tasks(),
						files.readFile('/proc/self/stat'),
					]
				: []),
			...(isUp(facts) || isRestarted(facts) ? [systemd.journal(unitName, logLines)] : []),
		],
		read(outcomes, _answers, facts) {
			const [status, nodes, all, leases, tasks, stat] = isUp(facts) ? outcomes : [];
			const down = unknown('not-running', 'k0s');
			const journal = isUp(facts) || isRestarted(facts) ? outcomes.at(-1) : undefined;
			return {
				k0s: status ? readK0sStatus(status) : down,
				nodes: nodes ? readNodes(nodes) : down,
				all: all ? readAll(all) : down,
				leases: leases ? readLeases(leases) : down,
				tasks: tasks ? readTasks(tasks) : down,
				bootedAt: stat ? mapReading(readProcStart(stat), since => stat.startedAt - since) : down,
				journal: journal ? readJournal(journal) : known([]),
			};
		},
	},
	...troubleFacts,
};

import type {Command} from '../command/command.js';
import * as ctr from '../command/ctr.js';
import * as files from '../command/files.js';
import * as k0s from '../command/k0s.js';
import {isWorkerUnit, unitName, workerUnitName} from '../command/k0s-paths.js';
import * as kubectl from '../command/kubectl.js';
import * as systemd from '../command/systemd.js';
import type {JournalLine, K0sStatus, Lease, Node, Task} from '../facts/cluster.js';
import {known, mapReading, unknown, type Reading} from '../facts/reading.js';
import {isUp} from '../facts/unit-activity.js';
import {logLines} from '../model/log-cause.js';
import {readTasks} from '../read/ctr-tables.js';
import {readJournal} from '../read/journal.js';
import {readK0sStatus} from '../read/k0s/status.js';
import {readAll, readLeases, readNodes, type All} from '../read/kubectl/get.js';
import {readProcStart} from '../read/proc-start.js';
import type {FactTable} from './fact.js';
import type {K0sFacts} from './k0s-facts.js';

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

export type RunningFacts = {readonly cluster: ClusterReadings};
type F = RunningFacts & Pick<K0sFacts, 'controllerUnit'>;

const runs = (facts: Partial<F>): boolean =>
	facts.controllerUnit?.known === true && isUp(facts.controllerUnit.value.activeState);

const isRestarted = (facts: Partial<F>): boolean =>
	facts.controllerUnit?.known === true &&
	(facts.controllerUnit.value.restarts > 0 ||
		['activating', 'failed'].includes(facts.controllerUnit.value.activeState));

const isWorker = (facts: Partial<F>): boolean =>
	facts.controllerUnit?.known === true && isWorkerUnit(facts.controllerUnit.value.id);

const unitIdOf = (facts: Partial<F>): string => (isWorker(facts) ? workerUnitName : unitName);

/** Some lists of steps let a person choose the data folder. */
function chosenDataDir(answers: unknown): string | undefined {
	const {dataDir} = (answers ?? {}) as {readonly dataDir?: string};
	return dataDir;
}

/** A worker asks with its kubelet's certificate, which may not list leases. */
const asking = (facts: Partial<F>, dataDir: string | undefined): readonly Command[] =>
	isWorker(facts)
		? [kubectl.workerNodes(dataDir), kubectl.workerAll(dataDir)]
		: [kubectl.nodes(), kubectl.all(), kubectl.leases()];

export const clusterFacts = {
	cluster: {
		after: ['controllerUnit'],
		commands: (answers, facts) => [
			...(runs(facts)
				? [k0s.status(), ctr.tasks(), files.readFile('/proc/self/stat'), ...asking(facts, chosenDataDir(answers))]
				: []),
			...(runs(facts) || isRestarted(facts) ? [systemd.journal(unitIdOf(facts), logLines)] : []),
		],
		read(outcomes, _answers, facts) {
			const asked = runs(facts) ? outcomes.slice(0, -1) : [];
			const [status, tasks, stat, nodes, all, leases] = asked;
			const down = unknown('not-running', 'k0s');
			const journal = runs(facts) || isRestarted(facts) ? outcomes.at(-1) : undefined;
			return {
				k0s: status ? readK0sStatus(status) : down,
				nodes: nodes ? readNodes(nodes) : down,
				all: all ? readAll(all) : down,
				leases: leases ? readLeases(leases) : isWorker(facts) ? unknown('aborted') : down,
				tasks: tasks ? readTasks(tasks) : down,
				bootedAt: stat ? mapReading(readProcStart(stat), since => stat.startedAt - since) : down,
				journal: journal ? readJournal(journal) : known([]),
			};
		},
	},
} satisfies Pick<FactTable<F, unknown>, 'cluster'>;

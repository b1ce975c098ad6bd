import {unitName, unitPath, workerUnitName, workerUnitPath} from '../command/k0s-paths.js';
import * as k0s from '../command/k0s.js';
import type {Command} from '../command/command.js';
import type {Unit} from '../facts/cluster.js';
import type {NodeParts} from '../model/node-rules.js';
import type {Reading} from '../facts/reading.js';

/**
 * What this host is to its cluster. k0s itself knows two roles, `controller` and `worker`; the others are a controller with
 * flags:
 * - single: the guide's: `controller --enable-worker --no-taints`. All on one host; others may still join it.
 * - controller+worker: `controller --enable-worker`: a controller of several nodes; its taint keeps ordinary pods away.
 * - controller: the control plane alone; no pod runs here.
 * - worker: joins a controller with a token.
 */
export const roles = ['single', 'controller+worker', 'controller', 'worker'] as const;
export type Role = (typeof roles)[number];

/** As the answers of an install have them. */
type Chosen = {readonly role?: Role | undefined; readonly single: boolean};
type Joining = Chosen & {readonly tokenFile?: string | undefined};
type Installing = Joining & {readonly config: string | undefined; readonly dataDir: string | undefined};

export const roleOf = ({role}: Chosen): Role => role ?? 'single';
export const isWorkerRole = (answers: Chosen): boolean => roleOf(answers) === 'worker';
/** It joins a cluster that is there: a worker always, a controller with a token. */
export const joins = (answers: Joining): boolean => isWorkerRole(answers) || answers.tokenFile !== undefined;

/** Which of both is here: the control plane, and a kubelet with its pods. */
export const partsOf = (answers: Chosen): NodeParts => ({
	controls: !isWorkerRole(answers),
	works: roleOf(answers) !== 'controller',
});

/** The unit that `k0s install` writes for this role, and where. */
export const unitOf = (answers: Chosen): string => (isWorkerRole(answers) ? workerUnitName : unitName);
export const unitPathOf = (answers: Chosen): string => (isWorkerRole(answers) ? workerUnitPath : unitPath);
/** `k0scontroller`, as a person types it. */
export const shortUnitOf = (answers: Chosen): string => unitOf(answers).replace('.service', '');

const roleFlags = (answers: Chosen): readonly string[] => {
	if (answers.single) return ['--single'];
	return {
		single: ['--enable-worker', '--no-taints'],
		'controller+worker': ['--enable-worker'],
		controller: [],
		worker: [],
	}[roleOf(answers)];
};

/** The flags of `k0s install controller` or `k0s install worker`, in the guide's order. A worker reads no configuration. */
export const installFlags = (answers: Installing): readonly string[] => [
	...roleFlags(answers),
	...(answers.config === undefined || isWorkerRole(answers) ? [] : ['--config', answers.config]),
	...(answers.dataDir === undefined ? [] : ['--data-dir', answers.dataDir]),
	...(answers.tokenFile === undefined ? [] : ['--token-file', answers.tokenFile]),
];

export const installCommand = (answers: Installing): Command =>
	isWorkerRole(answers) ? k0s.installWorker(installFlags(answers)) : k0s.installController(installFlags(answers));

/** k0s is here, as the other of its two roles: `k0sworker.service` where a controller is wanted. Undefined: it is not. */
export const otherUnit = (unit: Reading<Unit>, answers: Chosen): string | undefined =>
	unit.known && unit.value.loadState !== 'not-found' && unit.value.id !== unitOf(answers) ? unit.value.id : undefined;

/** The unit of what is here, else of what is wanted. */
export const presentUnit = (unit: Reading<Unit>, answers: Chosen): string =>
	unit.known && unit.value.loadState !== 'not-found' ? unit.value.id : unitOf(answers);

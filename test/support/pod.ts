import type {Pod} from '../../source/facts/cluster.js';

/** A pod that runs and is ready; `parts` say what is different. */
export const podFacts = (parts: Partial<Pod> = {}): Pod => ({
	namespace: 'default',
	name: 'x',
	uid: null,
	ready: 1,
	total: 1,
	phase: 'Running',
	message: null,
	restarts: 0,
	ips: [],
	hostNetwork: false,
	node: null,
	createdAt: null,
	images: [],
	labels: {},
	containers: [],
	owner: null,
	deletedAt: null,
	finalizers: [],
	unscheduled: null,
	claims: [],
	...parts,
});

import type {JournalLine, Pod} from '../facts/cluster.js';
import {unitName} from '../command/k0s-paths.js';
import {faultsOf, isTelling} from '../model/log-cause.js';
import {saying, type Coded, type IdText} from '../text/ids.js';
import type {InstallFacts} from './facts.js';

/** Why a start does not go on, by name. */
export type StallId =
	| 'not-executable'
	| 'pre-flight'
	| 'port-in-use'
	| 'crash-loop'
	| 'image-pull'
	| 'kernel-modules'
	| 'pod-crash'
	| 'pod-trouble'
	| 'component'
	| 'container-runtime'
	| 'status-hangs'
	| 'api-down'
	| 'api-slow'
	| 'api-errors'
	| 'cni'
	| 'no-node'
	| 'no-pods';

/** What is wrong in one sentence, with the host's own words, and what to do about it. */
export type Stall = {
	readonly id: StallId;
	readonly reason: Coded;
	readonly fix: Coded;
	/** Waiting alone does not help. */
	readonly hopeless: boolean;
};

type Seen = Pick<InstallFacts, 'cluster' | 'controllerUnit'> & Partial<Pick<InstallFacts, 'troubles'>>;

/** systemd begins it anew every 10 s for ever: after so many times it is not chance. */
const loops = 2;

/** The first cause that is seen, nearest to the root: a service that does not stay up explains all that lacks after it. */
export function stallOf(seen: Seen, text: IdText): Stall | undefined {
	return (
		ofService(seen, text) ?? ofComponents(seen, text) ?? ofPods(seen, text) ?? ofApi(seen, text) ?? ofNode(seen, text)
	);
}

function ofService({controllerUnit: unit, cluster}: Seen, text: IdText): Stall | undefined {
	if (!unit.known) return undefined;
	const words = text.install.stalls;
	const {activeState, restarts, conditionMet} = unit.value;
	if (conditionMet === false && activeState !== 'active')
		return {...words.notExecutable, ...as('not-executable', true)};
	// Between two crashes it is active for moments, and answers nothing.
	const up = activeState === 'active' && (restarts === 0 || cluster.k0s.known);
	if (up || (restarts === 0 && activeState !== 'failed' && activeState !== 'activating')) return undefined;
	const lines = cluster.journal.known ? cluster.journal.value : [];
	const hopeless = restarts >= loops || activeState === 'failed';
	return ofLog(faultsOf(lines), hopeless, text, unitIn(unit));
}

/** The service that is there, as a person types it: `k0scontroller`, `k0sworker`. */
const unitIn = (unit: Seen['controllerUnit']): string =>
	(unit.known ? unit.value.id : unitName).replace(/\.service$/, '');

/** What the log says by itself; `hopeless`: it ended for that more than once. */
function ofLog(faults: readonly JournalLine[], hopeless: boolean, text: IdText, unit: string): Stall | undefined {
	const words = text.install.stalls;
	const [first] = faults;
	if (first === undefined) return undefined;
	const rejected = faults
		.filter(({message}) => message.startsWith('Rejected'))
		.map(({message}) => message.replace(/^Rejected:? */, ''));
	if (rejected.length > 0 || /pre-?flight checks? failed/i.test(first.message)) {
		return {...words.preflight(rejected.join(', ') || saidBy(first)), ...as('pre-flight', hopeless)};
	}

	const port = /:(\d+): bind: address already in use/.exec(first.message)?.[1];
	if (port !== undefined) return {...words.portInUse(port, saidBy(first)), ...as('port-in-use', hopeless)};
	if (first.identifier === 'systemd' && !isTelling(first)) return undefined;
	return {...words.crashLoop(saidBy(first), unit), ...as('crash-loop', hopeless)};
}

/** A fault in its own words, with the component that said it. */
const saidBy = ({component, message}: JournalLine): string =>
	`${component === null ? '' : `${component}: `}${message.replace(/^Error: /, '')}`;

/** The service is up, but what it starts ends again and again: it says so itself. */
function ofComponents({controllerUnit: unit, cluster}: Seen, text: IdText): Stall | undefined {
	if (!unit.known || unit.value.activeState !== 'active') return undefined;
	const telling = faultsOf(sinceStart(cluster), {current: true}).filter(line => isTelling(line));
	const [first] = telling;
	const stall = ofLog(telling, false, text, unitIn(unit));
	return first !== undefined && stall?.id === 'crash-loop'
		? {...text.install.stalls.component(saidBy(first), unitIn(unit)), ...as('component', false)}
		: stall;
}

function ofPods({cluster, controllerUnit, troubles = []}: Seen, text: IdText): Stall | undefined {
	const words = text.install.stalls;
	const pods = cluster.all.known ? cluster.all.value.pods.filter(({namespace}) => namespace === 'kube-system') : [];
	const inWords = (pod: Pod): string => {
		const found = troubles.find(
			({kind, namespace, name}) => kind === 'Pod' && namespace === pod.namespace && name === pod.name,
		);
		return found === undefined ? podWords(pod) : `${pod.name}: ${text.status.causes[found.cause](found)}`;
	};
	const modules = missingModules(sinceStart(cluster));
	const unpulled = pods.find(({phase}) => /ImagePull|ErrImage|InvalidImage/.test(phase));
	if (unpulled) return {...words.imagePull(inWords(unpulled), unitIn(controllerUnit)), ...as('image-pull', false)};
	const crashing = pods.find(({phase}) => stuck.test(phase));
	if (crashing && modules.length > 0 && /^kube-(router|proxy)-/.test(crashing.name)) {
		return {...words.kernelModules(modules.join(', '), podWords(crashing)), ...as('kernel-modules', false)};
	}

	if (crashing) return {...words.podCrash(inWords(crashing), crashing.name), ...as('pod-crash', false)};
	const [first] = troubles.filter(({namespace, cause}) => namespace === 'kube-system' && cause !== 'unscheduled');
	return (
		first && {
			...words.podTrouble(`${first.name}: ${text.status.causes[first.cause](first)}`, first.name),
			...as('pod-trouble', false),
		}
	);
}

function ofApi({cluster, controllerUnit: unit}: Seen, text: IdText): Stall | undefined {
	const words = text.install.stalls;
	if (!unit.known || unit.value.activeState !== 'active') return undefined;
	const {k0s, all, nodes} = cluster;
	if (!k0s.known) {
		return k0s.unknown.reason === 'timed-out'
			? {...words.statusHangs(unitIn(unit)), ...as('status-hangs', false)}
			: undefined;
	}

	if (k0s.value.apiReachable === false)
		return {...words.apiDown(k0s.value.apiError, unitIn(unit)), ...as('api-down', false)};
	const failed = [nodes, all].find(reading => !reading.known && reading.unknown.reason !== 'not-running');
	if (failed?.known === false && failed.unknown.reason === 'timed-out') {
		return {...words.apiSlow(unitIn(unit)), ...as('api-slow', false)};
	}

	return failed?.known === false
		? {...words.apiErrors(failed.unknown.detail || failed.unknown.reason, unitIn(unit)), ...as('api-errors', false)}
		: undefined;
}

function ofNode({cluster, controllerUnit}: Seen, text: IdText): Stall | undefined {
	const words = text.install.stalls;
	const {nodes, all} = cluster;
	const unit = unitIn(controllerUnit);
	if (!nodes.known) return undefined;
	const [node] = nodes.value;
	const lines = sinceStart(cluster);
	const runtime = lines.findLast(
		({component, severity, message}) =>
			/containerd|kubelet/.test(component ?? '') &&
			/error|fatal|warning/.test(severity) &&
			/containerd\.sock|Process exited/.test(message),
	);
	const stopped = node !== undefined && /kubelet stopped|NodeStatusUnknown/i.test(node.reason ?? '');
	if (runtime && (node === undefined || stopped)) {
		return {...words.containerRuntime(runtime.message, unit), ...as('container-runtime', false)};
	}

	if (node === undefined) return {...words.noNode(unit), ...as('no-node', false)};
	if (!node.ready) {
		const modules = missingModules(lines);
		if (/cni|network/i.test(node.reason ?? '')) {
			return modules.length > 0
				? {...words.kernelModules(modules.join(', '), node.reason ?? ''), ...as('kernel-modules', false)}
				: {...words.cni(node.reason ?? ''), ...as('cni', false)};
		}

		return undefined;
	}

	const system = all.known && all.value.workloads.some(({namespace}) => namespace === 'kube-system');
	return all.known && !system ? {...words.noPods(unit), ...as('no-pods', false)} : undefined;
}

const as = (id: StallId, hopeless: boolean): Pick<Stall, 'id' | 'hopeless'> => ({id, hopeless});

const stuck = /BackOff|ErrImage|InvalidImage|Error|OOMKilled|Evicted/;

const podWords = ({name, phase, message}: Pod): string => `${name}: ${phase}${message ? ` (${message})` : ''}`;

/** The first of these pods that waiting alone does not help, in its own words. */
export function podTrouble(pods: readonly Pod[]): string | undefined {
	const pod = pods.find(({phase}) => stuck.test(phase));
	return pod && podWords(pod);
}

/** What it said since systemd started it last: what an earlier start could not do, this one may have done. */
function sinceStart({journal}: InstallFacts['cluster']): readonly JournalLine[] {
	const lines = journal.known ? journal.value : [];
	const at = lines.findLastIndex(
		({identifier, message}) => identifier === 'systemd' && /^Started k0s\w+\.service\b/.test(message),
	);
	return lines.slice(at + 1);
}

/** k0s only warns of a module that cannot be loaded, and then waits for what cannot come. */
function missingModules(lines: readonly JournalLine[]): readonly string[] {
	const names = lines.flatMap(({message}) => /failed to load kernel module ([\w-]+)/.exec(message)?.[1] ?? []);
	return [...new Set(names)];
}

/** The same in one sentence; undefined: nothing stands in the way that is seen. */
export function trouble(seen: Seen, text: IdText): Coded | undefined {
	const stall = stallOf(seen, text);
	return stall && saying`${stall.reason} ${stall.fix}`;
}

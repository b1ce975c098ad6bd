import {defaultDataDir} from '../../../command/k0s-paths.js';
import type {ObjectName} from '../../../command/kubectl.js';
import {k9s, shell, shellProbe} from '../../../command/kubectl-exec.js';
import type {Outcome} from '../../../command/outcome.js';
import type {ApiKind} from '../../../facts/browse.js';
import type {ClusterFacts} from '../../../model/cluster.js';
import type {Services} from '../../services.js';
import {forbidden} from '../../forbidden.js';

/** What the tool said last, in a line. */
const lastWords = ({stderr, kind}: Outcome): string => stderr.trim().split('\n').at(-1) || kind;

/** containerd's and kubectl's own words for a container without the program (containerd 1.7, runc 1.2). */
const noProgram = /executable file not found|no such file or directory|exit code 12[67]/;

/**
 * A shell in a container of that pod: asked first whether there is one, so that nobody loses the screen for an error.
 * `choose`: it has several containers, and none is named. Every refusal is said in the footer.
 */
export async function openShell(
	services: Services,
	object: ObjectName,
	facts: ClusterFacts | undefined,
	container?: string,
): Promise<'choose' | undefined> {
	const {act} = services.text;
	const say = (words: string): undefined => {
		services.notify(words);
	};

	if (object.kind !== 'Pod' || object.namespace === null) return say(act.exec.ofPods);
	if (services.kind !== 'local') return say(act.cannot[services.kind]);
	if (services.readOnly) return say(forbidden(services));
	const pods = facts && (facts.pods.known ? facts.pods.value : facts.pods.last?.value);
	const pod = pods?.find(({namespace, name}) => namespace === object.namespace && name === object.name);
	if (!pod || pod.containers.length === 0) return say(act.exec.unknownPod);
	const running = pod.containers.filter(({state}) => state === 'running').map(({name}) => name);
	if (container !== undefined && !running.includes(container)) return say(act.exec.notRunning(container));
	const [only, ...more] = container === undefined ? running : [container];
	if (only === undefined) return say(act.exec.noneRuns);
	if (more.length > 0) {
		services.notify(act.exec.choose);
		return 'choose';
	}

	const where = {namespace: pod.namespace, pod: pod.name, container: only};
	const probe = await services.ask(shellProbe(where));
	if (probe.kind !== 'ok') {
		const lacks = probe.exit === 126 || probe.exit === 127 || noProgram.test(probe.stderr);
		return say(lacks ? act.exec.none(only) : act.exec.failed(lastWords(probe)));
	}

	const ended = await services.handOver(shell(where));
	if (ended.stderr !== '') return say(act.exec.failed(lastWords(ended)));
	return undefined;
}

/** k9s on that object, where it is installed. */
export async function openK9s(
	services: Services,
	kind: ApiKind | undefined,
	object: ObjectName | undefined,
	facts: ClusterFacts | undefined,
): Promise<void> {
	const {act} = services.text;
	if (!kind || !object) return services.notify(act.k9s.ofObjects);
	if (services.kind !== 'local') return services.notify(act.cannot[services.kind]);
	const dataDir = (facts?.k0s.known ? facts.k0s.value.dataDir : null) ?? defaultDataDir;
	const ended = await services.handOver(k9s(kind, object, {readOnly: services.readOnly, dataDir}));
	if (ended.kind === 'not-found') return services.notify(act.k9s.missing);
	if (ended.stderr !== '') services.notify(lastWords(ended));
}

import {shown} from '../command/command.js';
import {awayPods, onNode, type AwayPod} from '../model/away-pods.js';
import type {WholeNetwork} from '../store/topology-read.js';
import type {Text} from '../text/text.js';

/** The pod of another node that is meant by `[NAMESPACE/]POD`, whole or by the beginning of its name; undefined: none. */
export function awayNamed({topology, cluster}: WholeNetwork, name: string): AwayPod | undefined {
	if (!topology.known || !cluster.pods.known) return undefined;
	const {links, namespaces} = topology.value;
	const own = new Set(links.flatMap(({addresses}) => addresses.map(({local}) => local)));
	const here = new Set(namespaces.flatMap(({pod}) => (pod ? [`${pod.namespace}/${pod.name}`] : [])));
	const pods = awayPods({
		pods: cluster.pods.value,
		isLocal: address => own.has(address),
		isFound: pod => here.has(pod),
	});
	const called = ({pod}: AwayPod): readonly string[] => [pod, pod.slice(pod.indexOf('/') + 1)];
	const exact = pods.find(each => called(each).includes(name));
	const [only, ...others] = pods.filter(each => called(each).some(own_ => own_.startsWith(name)));
	return exact ?? (others.length === 0 ? only : undefined);
}

/** Where it runs, and the line that asks there. */
export const awayWords = (away: AwayPod, argv: readonly string[], text: Text): string =>
	text.network.onOtherNode(away.pod, away.node, shown(onNode(away, argv)));

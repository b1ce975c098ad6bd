import type {Command} from '../command/command.js';
import {dnsAsk} from '../command/dns-ask.js';
import type {Outcome} from '../command/outcome.js';
import {reachProbe, reachProbeEnd, type ReachProbe} from '../command/reach-probe.js';
import type {ProbeEnd} from '../command/trace.js';
import type {Fact} from '../fact-table/fact.js';
import type {Service} from '../facts/cluster.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {clusterDomain} from '../model/reach/cluster-name.js';
import {readDnsAnswer} from '../read/dns-answer.js';
import {notOk} from '../read/reading.js';
import type {DemoAnswers} from './answers.js';
import type {DemoFacts, FromPodFacts, PodSender} from './demo-facts.js';
import {isReady, ownPods} from './ownership.js';

type F = DemoFacts;
type A = DemoAnswers;

const none = unknown('aborted');

/** The pod's process: its containers' tasks have its network namespace. */
function senderOf(facts: Partial<F>): Reading<PodSender | null> {
	const {deployment, replicaSets, pods, cluster} = facts;
	if (!deployment || !replicaSets || !pods || !cluster) return none;
	const own = ownPods({deployment, replicaSets, pods});
	if (!own.known) return own;
	const pod = own.value?.find(each => isReady(each));
	if (!pod) return known(null);
	if (!cluster.tasks.known) return cluster.tasks;
	const ids = new Set(pod.containers.map(({id}) => id));
	const task = cluster.tasks.value.find(({id, pid}) => ids.has(id) && pid !== null && pid > 0);
	const [address] = pod.ips;
	if (!task || address === undefined) return unknown('not-running', `ctr task list: ${pod.name}`);
	return known({pod: pod.name, address, node: pod.node, file: `/proc/${task.pid ?? 0}/ns/net`});
}

const fileOf = ({sender}: Partial<F>): string | undefined => (sender?.known === true ? sender.value?.file : undefined);

const ownService = ({service}: Partial<F>): Service | undefined =>
	(service?.known === true && service.value.state === 'ours' ? service.value.value : undefined) ?? undefined;

/** `10.96.1.2` and the port of the demo's service; undefined: it has none (yet). */
export function serviceTarget(facts: Partial<F>): Target | undefined {
	const service = ownService(facts);
	const port = service?.ports[0]?.port;
	const address = service?.clusterIp ?? null;
	return address === null || address === 'None' || port === undefined ? undefined : {address, port};
}

export type Target = {readonly address: string; readonly port: number};

/** Another node where there is one, else the pod's own: its address with the demo's node port. */
export function nodeTarget(facts: Partial<F>): (Target & {readonly node: string}) | undefined {
	const {cluster, sender} = facts;
	const port = ownService(facts)?.ports[0]?.nodePort ?? null;
	if (port === null || cluster?.nodes.known !== true) return undefined;
	const own = sender?.known === true ? sender.value?.node : null;
	const nodes = cluster.nodes.value.filter(({internalIp}) => internalIp !== null);
	const node = nodes.find(({name}) => name !== own) ?? nodes[0];
	return node?.internalIp === null || node === undefined
		? undefined
		: {node: node.name, address: node.internalIp, port};
}

/** The service of the cluster's DNS; null: there is none; undefined: not known. */
export function dnsServer({cluster}: Partial<F>): string | null | undefined {
	if (cluster?.all.known !== true) return undefined;
	return (
		cluster.all.value.services.find(({namespace, name}) => namespace === 'kube-system' && name === 'kube-dns')
			?.clusterIp ?? null
	);
}

export const dnsName = ({name, namespace}: A): string => `${name}.${namespace}.svc.${clusterDomain}`;

const connect = (file: string, {address, port}: Target): ReachProbe => ({
	...{sender: {kind: 'namespace', file}, destination: address, protocol: 'tcp', port},
});

/** One connection from the pod, which says nothing and ends; none: there is no pod or no target yet. */
export function connectCommands(facts: Partial<F>, target: Target | undefined): readonly Command[] {
	const file = fileOf(facts);
	const asked = file !== undefined && target && reachProbe(connect(file, target));
	return asked ? [asked] : [];
}

export function nameCommands(facts: Partial<F>, answers: A): readonly Command[] {
	const [file, server] = [fileOf(facts), dnsServer(facts)];
	const isIpv6 = serviceTarget(facts)?.address.includes(':') === true;
	return file === undefined || !server ? [] : [dnsAsk(file, server, dnsName(answers), isIpv6 ? 'AAAA' : 'A')];
}

function connectEnd(outcome: Outcome | undefined): Reading<ProbeEnd> {
	if (!outcome) return none;
	if (outcome.kind === 'failed' && /^nsenter:/.test(outcome.stderr)) return notOk(outcome) ?? none;
	if (outcome.kind !== 'ok' && outcome.kind !== 'failed' && outcome.kind !== 'timed-out') return notOk(outcome) ?? none;
	const probe = connect('', {address: '', port: 0});
	return known(reachProbeEnd(probe, outcome.kind === 'timed-out' ? null : outcome.exit));
}

const via = (
	after: ReadonlyArray<keyof F>,
	target: (facts: Partial<F>) => Target | undefined,
): Fact<Reading<ProbeEnd>, F, A> => ({
	after: ['sender', 'service', ...after],
	commands: (_answers, facts) => connectCommands(facts, target(facts)),
	read: ([outcome]) => connectEnd(outcome),
});

export const fromPodFacts: {readonly [K in keyof FromPodFacts]: Fact<FromPodFacts[K], F, A>} = {
	sender: {
		after: ['cluster', 'deployment', 'replicaSets', 'pods'],
		commands: () => [],
		read: (_outcomes, _answers, facts) => senderOf(facts),
	},
	viaService: via([], serviceTarget),
	viaName: {
		after: ['sender', 'service', 'cluster'],
		commands: (answers, facts) => nameCommands(facts, answers),
		read: ([outcome]) => (outcome ? readDnsAnswer(outcome) : none),
	},
	viaNode: via(['cluster'], nodeTarget),
};

import * as kubectl from '../command/kubectl.js';
import type {Outcome} from '../command/outcome.js';
import * as nft from '../command/nft.js';
import * as system from '../command/system.js';
import {clusterFacts} from '../fact-table/cluster-facts.js';
import {k0sFacts} from '../fact-table/k0s-facts.js';
import {machineFacts} from '../fact-table/machine-facts.js';
import type {Fact, FactTable} from '../fact-table/fact.js';
import {asTextMap, at} from '../read/json-value.js';
import {strictChain} from '../read/kube-rules.js';
import {readServices} from '../read/kubectl/get.js';
import {readEndpointPods, readOwnDeployment, readOwnPods, readOwnReplicaSets} from '../read/kubectl/owned.js';
import {readNftChains} from '../read/nft/chains.js';
import {known, mapReading, unknown, type Reading} from '../facts/reading.js';
import {notOk, readJson} from '../read/reading.js';
import type {DemoAnswers} from './answers.js';
import type {DemoFacts, FilterOutline, Owned} from './demo-facts.js';
import {fromPodFacts} from './from-pod-facts.js';

export type {DemoFacts, Owned} from './demo-facts.js';

/** The label that says that the demo made an object. */
export const ownLabel = {key: 'app.kubernetes.io/managed-by', value: 'k0s-tui'} as const;

type F = DemoFacts;
type A = DemoAnswers;

/** Only while the API answers: before that there is nothing to ask. */
const isUp = (facts: Partial<F>): boolean => facts.cluster?.k0s.known === true;

const ask = <V>(
	commands: Fact<V, F, A>['commands'],
	read: (outcome: Outcome) => Reading<V>,
): Fact<Reading<V>, F, A> => ({
	after: ['cluster'],
	commands: (answers, facts) => (isUp(facts) ? commands(answers, facts) : []),
	read: ([outcome]) => (outcome ? read(outcome) : unknown('not-running', 'k0s')),
});

/** One object by its name: absent, made by the demo, or somebody else's. */
function readOwned<T>(outcome: Outcome, read: (outcome: Outcome) => Reading<T>): Reading<Owned<T>> {
	if (outcome.kind === 'failed' && /\(NotFound\)/.test(outcome.stderr)) return known({state: 'absent'});
	const object = readJson(outcome);
	if (!object.known) return object;
	const labels = asTextMap(at(object.value, 'metadata', 'labels'));
	const state = labels[ownLabel.key] === ownLabel.value ? 'ours' : 'foreign';
	return mapReading(read(outcome), value => ({state, value}));
}

const outlineOf = (reading: ReturnType<typeof readNftChains>): Reading<FilterOutline> =>
	mapReading(reading, tables => {
		const chains = tables.flatMap(({name: table, chains: heads}) => heads.map(({name}) => ({table, name})));
		return {
			strict: chains.some(({table, name}) => table === 'firewalld' && name === strictChain),
			kubeChains: chains.filter(({table, name}) => table === 'kube-proxy' || name.startsWith('KUBE-')).length,
		};
	});

export const demoFacts: FactTable<F, A> = {
	k0sVersion: k0sFacts.k0sVersion,
	hostname: machineFacts.hostname,
	openrc: k0sFacts.openrc,
	controllerUnit: k0sFacts.controllerUnit,
	...clusterFacts,
	deployment: ask(
		({name, namespace}) => [kubectl.one('deployment', namespace, name)],
		outcome => readOwned(outcome, readOwnDeployment),
	),
	replicaSets: ask(
		({name, namespace}) => [kubectl.labelled('replicasets', namespace, `app=${name}`)],
		readOwnReplicaSets,
	),
	pods: ask(({name, namespace}) => [kubectl.labelled('pods', namespace, `app=${name}`)], readOwnPods),
	service: ask(
		({name, namespace}) => [kubectl.one('service', namespace, name)],
		outcome => readOwned(outcome, each => mapReading(readServices(each), ([first]) => first ?? null)),
	),
	endpoints: ask(
		({name, namespace}) => [kubectl.labelled('endpointslices', namespace, `kubernetes.io/service-name=${name}`)],
		readEndpointPods,
	),
	url: {
		after: ['cluster', 'service'],
		commands: () => [],
		read: (_outcomes, _answers, facts) => urlOf(facts),
	},
	answer: {
		after: ['url'],
		commands: (_answers, {url}) => (url ? [system.httpGet(url)] : []),
		read: ([outcome]) => (outcome ? (notOk(outcome) ?? known(outcome.stdout)) : unknown('not-running', 'no port yet')),
	},
	filter: {
		after: ['url', 'answer'],
		commands: (_answers, {url, answer}) => (url && answer?.known === false ? [nft.chains()] : []),
		read: ([outcome]) => (outcome ? outlineOf(readNftChains(outcome)) : unknown('aborted', '')),
	},
	...fromPodFacts,
};

/**
 * 127.0.0.1 answers only while kube-proxy works by iptables (the default): with nftables or ipvs the node's own address
 * is asked.
 */
function urlOf({service, cluster}: Partial<F>): string | null {
	const found = service?.known === true && service.value.state === 'ours' ? service.value.value : null;
	const port = found?.ports[0]?.nodePort ?? null;
	if (port === null || cluster === undefined) return null;
	const mode = cluster.k0s.known ? cluster.k0s.value.kubeProxyMode : null;
	if (mode === null || mode === 'iptables') return `http://127.0.0.1:${port}`;
	const address = cluster.nodes.known ? (cluster.nodes.value[0]?.internalIp ?? null) : null;
	return address === null ? null : `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

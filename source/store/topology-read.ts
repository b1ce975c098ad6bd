import type {Runner} from '../host/runner.js';
import type {ClusterFacts} from '../model/cluster.js';
import type {Topology} from '../facts/network.js';
import {topologyOf} from '../model/topology/topology.js';
import type {Reading} from '../facts/reading.js';
import {createClusterReader} from './cluster-reader.js';
import {readNetwork, readRules} from './network/read.js';
import {wantsRules} from './network/network.js';

/** More than any node holds (110 pods by default, about 1,000 at most): all are entered, 3 ms each. */
const all = 100_000;

export type WholeNetwork = {readonly topology: Reading<Topology>; readonly cluster: ClusterFacts};

/** Reads the host's network once and whole, each namespace entered, joined with pods and containers. */
export async function readTopology(runner: Runner, interval: number, signal: AbortSignal): Promise<WholeNetwork> {
	const reader = createClusterReader(runner, interval);
	const [facts, cluster] = await Promise.all([
		readNetwork(runner, {limit: all, names: [], signal}),
		reader.read('all', signal),
	]);
	if (!facts.known) return {topology: facts, cluster};
	const others = {pods: reader.lastPods(), containers: reader.lastContainers()};
	const topology = topologyOf(facts.value, others);
	if (!topology.known || !wantsRules(topology.value)) return {topology, cluster};
	const rules = await readRules(runner, signal);
	return {topology: rules.known ? topologyOf(facts.value, {...others, rules: rules.value}) : topology, cluster};
}

import type {Runner} from '../host/runner.js';
import {known} from '../facts/reading.js';
import type {Usage} from '../facts/usage.js';
import {createClusterSources, type ClusterSources} from './cluster.js';
import {defaultDataDir} from '../command/k0s-paths.js';
import {createBrowse, type Browse} from './browse/browse.js';
import {createFront, type Front} from './front.js';
import {createIdentityReader, type Identity} from './identity.js';
import {createNetworkSource, type NetworkSource} from './network/network.js';
import {createPacketFilterSource, type PacketFilterSource} from './packet-filter/packet-filter.js';
import {joinNews, newsOf} from './news.js';
import type {Pacer} from './pacer.js';
import {createPoll} from './poll.js';
import type {Source} from './source.js';
import {createUsageSource} from './usage.js';

/** All live data of one host, made once. Each runs only while somebody looks at it. */
export type Sources = ClusterSources & {
	readonly identity: Source<Identity>;
	readonly network: NetworkSource;
	readonly packetFilter: PacketFilterSource;
	readonly browse: Browse;
	/** What Status shows: its own lists, or what stands in their place. */
	readonly status: Front;
	readonly usage: Source<Usage>;
};

/** Who the host is changes seldom: a new host name shows within half a minute. */
const identityInterval = 30_000;

export function createSources({runner, pacer}: {readonly runner: Runner; readonly pacer: Pacer}): Sources {
	const cluster = createClusterSources(runner, pacer);
	const network = createNetworkSource({
		runner,
		pacer,
		pods: () => cluster.pods.get().value,
		containers: () => cluster.containers.get().value,
		others: joinNews(newsOf(cluster.pods), newsOf(cluster.containers)),
	});
	const readIdentity = createIdentityReader(runner);
	return {
		...cluster,
		status: createFront(),
		identity: createPoll({pacer, interval: identityInterval, read: async () => known(await readIdentity())}),
		network,
		packetFilter: createPacketFilterSource({runner, pacer}),
		usage: createUsageSource({
			...{runner, pacer, pods: cluster.lastPods},
			dataDir() {
				const k0s = cluster.lastFacts()?.k0s;
				return k0s?.known ? k0s.value.dataDir : null;
			},
		}),
		browse: createBrowse({
			...{runner, pacer},
			dataDir() {
				const k0s = cluster.lastFacts()?.k0s;
				return (k0s?.known ? k0s.value.dataDir : null) ?? defaultDataDir;
			},
		}),
	};
}

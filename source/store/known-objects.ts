import * as kubectl from '../command/kubectl.js';
import type {Runner} from '../host/runner.js';
import {nothingKnown, type KnownObjects, type Labels} from '../model/chain-labels.js';
import {hashedChain} from '../model/kube-chains.js';
import type {Ruleset} from '../facts/packet-filter.js';
import {readAll} from '../read/kubectl/get.js';
import {runEither} from './asked.js';

/** Services and pods as the API names them; nothing when it does not answer. */
export async function readKnownObjects(
	runner: Pick<Runner, 'run'>,
	signal: AbortSignal | undefined,
): Promise<KnownObjects> {
	const asked = signal ?? new AbortController().signal;
	const all = readAll(await runEither(runner, kubectl.all(), kubectl.allTable(), asked));
	if (!all.known) return nothingKnown;
	const {services, pods} = all.value;
	return {services, pods: withOwnAddress(pods.filter(({hostNetwork}) => !hostNetwork))};
}

/**
 * A pod in the host's network has the node's address, which does not tell which pod it is. kubectl's tables do not say who
 * is: there an address of several pods is the node's.
 */
function withOwnAddress(pods: KnownObjects['pods']): KnownObjects['pods'] {
	const count = new Map<string, number>();
	for (const ip of pods.flatMap(({ips}) => ips)) count.set(ip, (count.get(ip) ?? 0) + 1);
	return pods.map(({namespace, name, ips}) => ({namespace, name, ips: ips.filter(ip => count.get(ip) === 1)}));
}

/** A service's chain whose name nothing in the rules explains: they were read without their comments. */
export const lacksNames = ({tables}: Ruleset, {chains}: Labels): boolean =>
	tables.some(table => table.kind !== 'unread' && table.chains.some(({name}) => isService(name) && !chains.has(name)));

const isService = (name: string): boolean => hashedChain(name)?.kind === 'SVC';

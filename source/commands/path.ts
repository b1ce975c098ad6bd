import * as ip from '../command/ip.js';
import * as kubectl from '../command/kubectl.js';
import {labelChains, nothingKnown, type KnownObjects, type Labels} from '../model/chain-labels.js';
import type {ProxyMode, ServicePath} from '../model/service-entry.js';
import {followTarget, proxyMode} from '../model/service-path/service-path.js';
import {parseTarget, type Target} from '../model/service-target.js';
import {readAddresses} from '../read/ip/address.js';
import {readPods, readServices} from '../read/kubectl/get.js';
import {createPacketFilterReader, type PacketFilter} from '../store/packet-filter/read.js';
import {readServiceChains, type ServiceChains} from '../store/service-chains.js';
import {inSlices} from '../store/slices.js';
import {cannotRun, usage, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {packageHint} from './nftables.js';
import {string} from './option.js';
import {pathJson, type Found} from './path-json.js';
import {pathLines} from './path-lines.js';
import {parseFrom, pathReach, pathVerdict} from './path-reach.js';
import {exitOf} from './reach-exit.js';
import {reachText, type ReachText} from '../text/reach.js';

export const path: HeadlessCommand = {
	name: 'path',
	options: {from: {value: 'FROM'}, 'rules-only': {}},
	positionals: {min: 1, max: 1, name: 'TARGET'},
	changes: false,
	async run(invocation, values, [asked = '']) {
		const {runner, text, signal, settings} = invocation;
		const words = text.nftables.path;
		const own = await reachText(settings.lang);
		const target = parseTarget(asked);
		if (!target) return usage(words.badTarget(asked));
		const given = string(values, 'from');
		const from = given === undefined ? undefined : parseFrom(given);
		if (given !== undefined && !from) return usage(own.badFrom(given));
		if (values['rules-only'] === true) {
			const few = await readServiceChains(runner, target, signal);
			const quick = few ? await follow(invocation, few, target) : [];
			// What a part of the rules cannot tell, all of them may.
			if (quick.length > 0 && quick.every(({verdict}) => verdict === 'dnat'))
				return found({asked, target, mode: 'iptables', paths: quick, reach: undefined}, own, text);
		}

		const reading = await createPacketFilterReader(runner)(signal);
		if (!reading.known) {
			const {reason, detail} = reading.unknown;
			const why = [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
			return cannotRun(reason, text.nftables.couldNotRead(why), packageHint(text, reason, detail));
		}

		const filter = reading.value;
		const mode = proxyMode(filter.ruleset);
		const paths = mode === null || mode === 'ipvs' ? [] : await follow(invocation, filter, target);
		const reach = values['rules-only'] === true ? undefined : await pathReach(invocation, filter, target, paths, from);
		const several = reach?.kind === 'asked' ? reach.answers.find(({failure}) => failure) : undefined;
		if (several?.failure?.kind === 'several') return usage(own.several(given ?? asked, several.failure.of));
		const all: Found = {asked, target, mode, paths, reach};
		if (paths.length > 0 || isElsewhere(all)) return found(all, own, text);
		return refused(asked, mode, filter, pathJson(all, own, text), invocation);
	},
};

/** No service of kube-proxy, but a rule of somebody else sends it on (host ports, docker, older chains). */
const isElsewhere = ({paths, reach, target}: Found): boolean =>
	paths.length === 0 &&
	target.kind !== 'service' &&
	reach?.kind === 'asked' &&
	reach.answers.some(({results}) =>
		results.some(({flow, ends}) => ends.some(({address, port}) => address !== flow.destination || port !== flow.port)),
	);

/** The rules lead to endpoints; whether a packet gets there is another question, and both must be answered with yes. */
function found(all: Found, own: ReachText, text: Invocation['text']): Answer {
	const {paths, reach} = all;
	const leads = paths.every(({verdict}) => verdict === 'dnat');
	const exit = leads ? exitOf(reach ? pathVerdict(reach) : 'unknown') : 1;
	return {exit, json: pathJson(all, own, text), lines: pathLines(all, own, text)};
}

function refused(
	asked: string,
	mode: ProxyMode | null,
	{whole}: PacketFilter,
	json: Answer['json'],
	{text}: Invocation,
): Answer {
	const words = text.nftables.path;
	if (mode === 'ipvs') return {exit: 4, json, lines: [], error: {code: 'ipvs', message: words.ipvs}};
	if (mode === null) {
		return {exit: 1, json, lines: [], error: {code: 'no-proxy', message: words.noProxy, hint: words.noProxyHint}};
	}

	const message = whole ? words.notFound(asked) : words.notFoundPart(asked);
	return {exit: 1, json, lines: [], error: {code: 'not-found', message}};
}

/** The rules alone tell most; the API and the addresses of this node are asked only for what they do not tell. */
export async function follow(invocation: Invocation, filter: ServiceChains, target: Target): Promise<ServicePath[]> {
	const {ruleset, labels} = filter;
	const local = target.kind === 'address' ? await localAddresses(invocation) : new Set<string>();
	const paths = followTarget(ruleset, target, {labels, local});
	const unnamed = paths.length === 0 || paths.some(({entry}) => entry.service === null);
	const homeless = paths.some(({endpoints}) => endpoints.some(({address, pod}) => pod === null && !local.has(address)));
	if (!unnamed && !homeless) return paths;
	const more = await labelsFromApi(invocation, filter, {services: unnamed, pods: homeless || unnamed});
	return more === labels ? paths : followTarget(ruleset, target, {labels: more, local});
}

async function localAddresses({runner, signal}: Invocation): Promise<Set<string>> {
	const links = readAddresses(await runner.run(ip.addresses(), {signal}));
	return new Set(links.known ? links.value.flatMap(({addresses}) => addresses.map(({local}) => local)) : []);
}

async function labelsFromApi(
	{runner, signal}: Invocation,
	{ruleset, labels}: ServiceChains,
	wants: {readonly services: boolean; readonly pods: boolean},
): Promise<Labels> {
	const [services, pods] = await Promise.all([
		wants.services ? runner.run(kubectl.services(), {signal}).then(readServices) : undefined,
		wants.pods ? runner.run(kubectl.pods(), {signal}).then(readPods) : undefined,
	]);
	const known: KnownObjects = {
		services: services?.known ? services.value : nothingKnown.services,
		// A pod in the host's network has the node's address: the address does not tell which pod answers.
		pods: pods?.known ? pods.value.filter(({hostNetwork}) => !hostNetwork) : nothingKnown.pods,
	};
	if (known.services.length === 0 && known.pods.length === 0) return labels;
	return (await inSlices(labelChains(ruleset, known), signal)) ?? labels;
}

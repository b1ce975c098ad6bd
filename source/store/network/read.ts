import {randomBytes} from 'node:crypto';
import {collect} from '../../command/collector.js';
import * as files from '../../command/files.js';
import * as ip from '../../command/ip.js';
import * as iptables from '../../command/iptables.js';
import * as system from '../../command/system.js';
import type {Outcome} from '../../command/outcome.js';
import type {Runner} from '../../host/runner.js';
import type {Link, PodRule, Route, Inside, NetworkFacts} from '../../facts/network.js';
import {readCollectedInPieces} from '../../read/collector/collector.js';
import {readAddresses, readAddressesInPieces} from '../../read/ip/address.js';
import {readRoutes} from '../../read/ip/route.js';
import {readRoutesText} from '../../read/ip/route-text.js';
import {mergeLinks, readLinksText} from '../../read/ip/text.js';
import {readNetDev, type NetDev} from '../../read/net-dev.js';
import {readNamespacePids, readNamespaces, readNamespacesText} from '../../read/netns-list.js';
import {readPodRules} from '../../read/pod-rules.js';
import {firstLine} from '../../read/reading.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {inSlices} from '../slices.js';

export type NetworkQuestion = {
	/** Up to so many namespaces the inside of all is read; above, of those in `names`. */
	readonly limit: number;
	readonly names: readonly string[];
	readonly signal?: AbortSignal;
};

/** Reads a host's network: by the collector, or command by command where there is no shell to feed it to (recordings). */
export async function readNetwork(runner: Runner, question: NetworkQuestion): Promise<Reading<NetworkFacts>> {
	const {limit, names, signal} = question;
	const token = randomBytes(16).toString('hex');
	const outcome = await runner.run(collect(token, limit, names), signal ? {signal} : {});
	const collected = (await inSlices(readCollectedInPieces(outcome), signal)) ?? unknown('aborted', 'sh');
	if (collected.known) return collected;
	const {reason} = collected.unknown;
	if (reason === 'aborted' || reason === 'timed-out' || reason === 'cut') return collected;
	return known(await readOneByOne(runner, question));
}

/**
 * What two quick commands tell (10 ms, 500 namespaces 30 ms) before the collector: links, names and which veth is whose.
 * Nothing was entered, nobody looked for routes and processes. Where they do not answer: unknown.
 */
export async function readOverview(runner: Runner, signal: AbortSignal): Promise<Reading<NetworkFacts>> {
	const run: Run = async command => runner.run(command, {signal});
	const [addresses, names] = await Promise.all([run(ip.addresses()), run(ip.namespaces())]);
	const links = (await inSlices(readAddressesInPieces(addresses), signal)) ?? unknown('aborted', 'ip');
	return links.known ? known({...nothingAsked, links, names: readNamespaces(names)}) : links;
}

/** The counters of the host's links, without a program; undefined: not known. */
export async function readCounters(runner: Runner, signal: AbortSignal): Promise<NetDev | undefined> {
	const reading = readNetDev(await runner.run(files.readDirectly('/proc/net/dev', 'net-dev'), {signal}));
	return reading.known ? reading.value : undefined;
}

const notAsked = unknown('unreadable', 'not asked');

const nothingAsked: NetworkFacts = {
	links: notAsked,
	routes: notAsked,
	neighbours: notAsked,
	names: notAsked,
	files: notAsked,
	ids: notAsked,
	processes: notAsked,
	walked: false,
	overview: true,
	cni: notAsked,
	inode: null,
	insides: new Map(),
	unnamed: new Map(),
	pids: new Map(),
};

/** The guide's own commands: JSON where it can be had, else their text. */
async function readOneByOne(runner: Runner, {limit, signal}: NetworkQuestion): Promise<NetworkFacts> {
	const run: Run = async command => runner.run(command, signal ? {signal} : {});
	const [links, routes, names, user] = await Promise.all([
		hostLinks(run),
		either(
			async () => readRoutes(await run(ip.routes())),
			async () => readRoutesText(await run(ip.rawRoutes())),
		),
		either(
			async () => readNamespaces(await run(ip.namespaces())),
			async () => readNamespacesText(await run(ip.rawNamespaces())),
		),
		run(system.userId()),
	]);
	const root = user.kind === 'ok' && firstLine(user.stdout) === '0';
	const entered = (names.known ? names.value : []).slice(0, limit);
	const within = await Promise.all(
		entered.map(async ({name}) => ({
			name,
			inside: await insideText(run, name),
			pids: readNamespacePids(root)(await run(ip.namespacePids(name))),
		})),
	);
	return {
		...nothingAsked,
		overview: false,
		links,
		routes,
		names,
		processes: unknown('needs-root', '/proc'),
		// Where every namespace told its own, nobody misses the walk.
		walked: !root && within.some(({pids}) => !pids.known),
		insides: new Map(within.map(({name, inside}) => [name, inside])),
		pids: new Map(within.map(({name, pids}) => [name, pids])),
	};
}

type Run = (command: ReturnType<typeof ip.routes>) => Promise<Outcome>;

/** The second only when the first is unknown; when both are, the first says why. */
async function either<T>(first: () => Promise<Reading<T>>, second: () => Promise<Reading<T>>): Promise<Reading<T>> {
	const reading = await first();
	if (reading.known) return reading;
	const other = await second();
	return other.known ? other : reading;
}

const hostLinks = async (run: Run): Promise<Reading<readonly Link[]>> =>
	either(
		async () => readAddresses(await run(ip.addresses())),
		async () => linksText(run, undefined),
	);

/** `ip -d link show` and `ip addr show` together; the second alone when only that is there. */
async function linksText(run: Run, name: string | undefined): Promise<Reading<readonly Link[]>> {
	const [details, addressed] = await Promise.all([run(ip.rawLinks(name)), run(ip.rawAddresses(name))]);
	const links = readLinksText(details);
	const addresses = readLinksText(addressed);
	if (!links.known || !addresses.known) return addresses.known ? addresses : links;
	return known(mergeLinks(links.value, addresses.value), [...links.notes, ...addresses.notes]);
}

async function insideText(run: Run, name: string): Promise<Reading<Inside>> {
	const [links, routes]: [Reading<readonly Link[]>, Reading<readonly Route[]>] = await Promise.all([
		linksText(run, name),
		run(ip.rawRoutes(name)).then(readRoutesText),
	]);
	if (!links.known) return links;
	return routes.known ? known({links: links.value, routes: routes.value, neighbours: null}) : routes;
}

/** kube-router's rules that name pods; asked of the first iptables that is there. */
export async function readRules(runner: Runner, signal?: AbortSignal): Promise<Reading<readonly PodRule[]>> {
	let reading: Reading<readonly PodRule[]> = unknown('tool-missing', 'iptables');
	for (const command of iptables.podRules()) {
		reading = readPodRules(await runner.run(command, signal ? {signal} : {}));
		if (reading.known || reading.unknown.reason !== 'tool-missing') return reading;
	}

	return reading;
}

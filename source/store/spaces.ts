import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {Namespace, Topology} from '../facts/network.js';
import {contains, parseCidr} from '../model/cidr.js';
import type {Runner} from '../host/runner.js';
import type {Space} from '../model/packet-walk/facts.js';
import {createWalker} from '../model/packet-walk/packet-walk.js';
import {createPacketFilterReader} from './packet-filter/read.js';
import {readSurroundings} from './surroundings.js';
import {readNeeds, usualNeeds} from './walk-needs.js';

type Ask = (command: Command, signal?: AbortSignal) => Promise<Outcome>;

/** Rules, routes and settings of a namespace that can be entered by this file, as `within` asks there; null: they could not be read. */
export async function readSpace(
	within: Ask,
	file: string,
	namespace: Namespace,
	topology: Topology,
	signal?: AbortSignal,
): Promise<Space | null> {
	const runner: Pick<Runner, 'run'> = {
		run: async (command, options) => within(command, options?.signal ?? undefined),
	};
	const [filter, around] = await Promise.all([
		createPacketFilterReader(runner)(signal),
		readSurroundings(within, signal),
	]);
	if (!filter.known || !around.known) return null;
	const {ruleset, ipsets, whole} = filter.value;
	const needs = usualNeeds(around.value.links.map(({name}) => name));
	const walker = createWalker(ruleset, {...around.value, ipsets});
	walker.learn(await readNeeds(within, needs, signal), needs);
	const {pod, links} = namespace;
	const here = new Set(topology.links.flatMap(({addresses}) => addresses.map(({local}) => local)));
	const nearby = remembered(output => {
		// Between two ends there is nobody else.
		const device = topology.links.find(({name}) => name === output);
		const near = device?.addresses.flatMap(({local, prefixlen}) => parseCidr(`${local}/${prefixlen}`) ?? []);
		return {bridge: device?.kind === 'bridge', near: near ?? []};
	});
	return {
		name: pod ? `${pod.namespace}/${pod.name}` : file,
		file,
		whole,
		walk: packet => walker.walk(packet),
		deviceBehind: remembered(output => {
			const ports = new Set([output, ...topology.links.flatMap(({name, master}) => (master === output ? [name] : []))]);
			const others = links.filter(({name}) => name !== 'lo');
			const [own, ...more] = others.filter(({peer}) => peer?.namespace === '' && ports.has(peer.name ?? ''));
			const only = own ?? (others.length === 1 && others[0]?.peer === null ? others[0] : undefined);
			if (!only || more.length > 0) return undefined;
			return {name: only.name, up: only.flags.includes('UP') && !only.flags.includes('NO-CARRIER')};
		}),
		finds(output, {via, destination}) {
			const {bridge, near} = nearby(output);
			if (!bridge) return true;
			if (here.has(via ?? destination)) return true;
			const at = parseCidr(destination);
			return via === null && at !== undefined && near.some(net => contains(net, at));
		},
	};
}

/** The same question comes with each packet. */
function remembered<T>(answer: (name: string) => T): (name: string) => T {
	const known = new Map<string, T>();
	return name => {
		const before = known.get(name);
		if (before !== undefined || known.has(name)) return before as T;
		const now = answer(name);
		known.set(name, now);
		return now;
	};
}

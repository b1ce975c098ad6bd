import type {Command} from '../command/command.js';
import {inside} from '../command/inside.js';
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

/** Rules, routes and settings of a namespace that can be entered by this file; null: they could not be read. */
export async function readSpace(
	ask: Ask,
	file: string,
	namespace: Namespace,
	topology: Topology,
	signal?: AbortSignal,
): Promise<Space | null> {
	const within: Ask = async (command, stop) =>
		command.direct?.kind === 'api' ? ask(command, stop) : lacking(await ask(inside(file, command), stop));
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
	return {
		name: pod ? `${pod.namespace}/${pod.name}` : file,
		file,
		whole,
		walk: packet => walker.walk(packet),
		deviceBehind(output) {
			const ports = new Set([output, ...topology.links.flatMap(({name, master}) => (master === output ? [name] : []))]);
			const others = links.filter(({name}) => name !== 'lo');
			const [own, ...more] = others.filter(({peer}) => peer?.namespace === '' && ports.has(peer.name ?? ''));
			const only = own ?? (others.length === 1 && others[0]?.peer === null ? others[0] : undefined);
			if (!only || more.length > 0) return undefined;
			return {name: only.name, up: only.flags.includes('UP') && !only.flags.includes('NO-CARRIER')};
		},
		finds(output, {via, destination}) {
			// Between two ends there is nobody else.
			const device = topology.links.find(({name}) => name === output);
			if (device?.kind !== 'bridge') return true;
			const here = topology.links.flatMap(({addresses}) => addresses);
			if (here.some(({local}) => local === (via ?? destination))) return true;
			const at = parseCidr(destination);
			const near = device.addresses.flatMap(({local, prefixlen}) => parseCidr(`${local}/${prefixlen}`) ?? []);
			return via === null && at !== undefined && near.some(net => contains(net, at));
		},
	};
}

/** nsenter itself is there; what it should start is not. */
const lacking = (outcome: Outcome): Outcome =>
	outcome.kind === 'failed' && outcome.exit === 127 && /failed to execute .*No such file/.test(outcome.stderr)
		? {...outcome, kind: 'not-found'}
		: outcome;

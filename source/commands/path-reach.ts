import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {Entry, ServicePath} from '../model/service-entry.js';
import type {Target} from '../model/service-target.js';
import type {Answered} from '../model/reach/answer.js';
import type {ReachVerdict} from '../model/reach/facts.js';
import {parsePlace, placeText, type Place} from '../model/reach/place.js';
import {askReach, readReachWorld} from '../store/reach.js';
import type {PacketFilter} from '../store/packet-filter/read.js';
import type {OtherNode} from '../facts/network.js';
import type {Unknown} from '../facts/reading.js';
import type {Invocation} from './headless.js';

/** Whether a path's packets get there, asked from one place. */
export type PathReach =
	| {
			/** One answer for each path; where no rule of kube-proxy leads anywhere, one for the target itself. */
			readonly kind: 'asked';
			readonly answers: readonly Answered[];
			/** Nobody said from where. */
			readonly isDefault: boolean;
			/** The other nodes; null: not known. */
			readonly nodes: readonly OtherNode[] | null;
	  }
	| {readonly kind: 'unread'; readonly unknown: Unknown};

/** `--from`: `host`, `outside`, a pod or an address. Undefined: none of them. */
export function parseFrom(text: string): Place | undefined {
	const place = parsePlace(text);
	return place && ['host', 'outside', 'pod', 'object', 'address'].includes(place.kind) ? place : undefined;
}

/** Whom a way in is made for: what only this host and its pods know is asked from here, the rest from outside. */
export const usualSender = ({kind, address}: Pick<Entry, 'kind' | 'address'>): Place =>
	kind === 'cluster-ip' || (address !== null && isLoopback(address)) ? here : beyond;

const here: Place = {kind: 'host', port: null};
const beyond: Place = {kind: 'outside', port: null};

const isLoopback = (address: string): boolean => /^127\.|^::1$/.test(address);

export async function pathReach(
	{runner, signal}: Invocation,
	filter: PacketFilter,
	target: Target,
	paths: readonly ServicePath[],
	from: Place | undefined,
): Promise<PathReach> {
	const read = await readReachWorld(runner, {signal, filter});
	if (!read.known) return {kind: 'unread', unknown: read.unknown};
	const ask = async (command: Command): Promise<Outcome> => runner.run(command, {signal});
	const {isLocal} = read.value.walker.routing;
	const questions =
		paths.length > 0
			? paths.map(({entry}) => ({sender: from ?? usualFor(entry, target, isLocal), to: doorOf(entry, target)}))
			: target.kind === 'service'
				? []
				: [{sender: from ?? bareSender(target, isLocal), to: bareTarget(target)}];
	const answers: Answered[] = [];
	let world = read.value;
	for (const {sender, to} of questions) {
		const asked = await askReach(world, {from: sender, to, port: null, protocol: null}, ask);
		answers.push(asked.answered);
		world = asked.world;
	}

	const {topology} = read.value;
	const nodes = topology.known ? (topology.value.nodes ?? null) : null;
	return {kind: 'asked', answers, isDefault: from === undefined, nodes};
}

/** An address that was named is asked as it was named. */
function doorOf({address, port, protocol}: Entry, target: Target): Place {
	const asked = target.kind === 'address' ? target.address : address;
	return asked === null
		? {kind: 'node-port', port, protocol}
		: {kind: 'address', address: asked, port: String(port), protocol};
}

type IsLocal = (address: string) => boolean;

/** An address of this node that was named is this node's door to the outside, but for loopback. */
const usualFor = (entry: Entry, target: Target, isLocal: IsLocal): Place =>
	target.kind === 'address' && (entry.address === null || isLoopback(target.address))
		? bareSender(target, isLocal)
		: usualSender(entry);

const bareSender = (target: Exclude<Target, {kind: 'service'}>, isLocal: IsLocal): Place =>
	target.kind === 'node-port' || (isLocal(target.address) && !isLoopback(target.address)) ? beyond : here;

const bareTarget = (target: Exclude<Target, {kind: 'service'}>): Place =>
	target.kind === 'node-port'
		? {kind: 'node-port', port: target.port, protocol: target.protocol ?? 'tcp'}
		: {kind: 'address', address: target.address, port: String(target.port), protocol: target.protocol ?? 'tcp'};

/** All answers together: one that is blocked decides, then one that is not known. */
export function pathVerdict(reach: PathReach): ReachVerdict {
	if (reach.kind === 'unread' || reach.answers.length === 0) return 'unknown';
	const verdicts = reach.answers.map(({verdict}) => verdict);
	return verdicts.includes('blocked') ? 'blocked' : verdicts.includes('unknown') ? 'unknown' : 'reaches';
}

export const senderText = ({question}: Answered): string => placeText(question.from);

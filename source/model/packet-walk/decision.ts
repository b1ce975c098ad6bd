import type {Travel} from './facts.js';
import type {RouteQuery} from './policy.js';
import {leads, type RouteAnswer} from './route.js';
import {both, sysctlName} from './settings.js';
import type {Reason} from './sureness.js';
import type {Terrain} from './terrain.js';

/** The kernel's decisions between the hooks: where a packet goes, and whether it may (Linux 6.x, net/ipv4/route.c). */

/** What stops it: in the words of a person, with the setting that does. */
export type Stop = {readonly kind: 'sysctl' | 'route'; readonly text: string; readonly verdict: 'drop' | 'unreachable'};

export type Decision = {
	readonly answer: RouteAnswer;
	/** For this host itself. */
	readonly local: boolean;
	/** Null: none. */
	readonly output: string | null;
	/** From one port of a bridge to another one. */
	readonly bridged: boolean;
	readonly stop: Stop | null;
	readonly reasons: readonly Reason[];
};

export const queryOf = ({
	source,
	destination,
	input,
	mark,
	protocol,
	sourcePort,
	destinationPort,
}: Travel): RouteQuery => ({
	...{destination, source, input, mark, protocol, sourcePort, destinationPort},
});

const setting = (path: string): Reason => ({id: 'sysctl', what: sysctlName(path)});

/** Whether rules of ip see what goes from port to port of a bridge: `bridge-nf-call-iptables`; undefined: not known. */
export const bridgeCalls = ({family}: Travel, {settings}: Terrain): number | undefined =>
	settings.value(bridgeSetting(family));

export const bridgeSetting = (family: Travel['family']): string =>
	`net/bridge/bridge-nf-call-${family === 'ip' ? 'iptables' : 'ip6tables'}`;

/** Sent to another port of the bridge by its sender: both are in the network that the bridge is connected to. */
export function isForPort({input, source, destination}: Travel, {routing}: Terrain): boolean {
	if (input === null || !routing.isBridge(input) || routing.isLocal(destination)) return false;
	return routing.areNeighbours(input, source, destination);
}

/** Behind `prerouting`: what the kernel does with what came in. */
export function decideInput(travel: Travel, terrain: Terrain): Decision {
	const {routing} = terrain;
	const {input, destination, family} = travel;
	// What goes from port to port is not routed, whatever the routes say.
	if (!travel.dnat && isForPort(travel, terrain)) {
		const calls = bridgeCalls(travel, terrain);
		const reasons = calls === undefined ? [setting(bridgeSetting(family))] : [];
		const answer = {route: undefined, doubts: [], devices: []};
		return {answer, local: false, output: input, bridged: true, stop: null, reasons};
	}

	const answer = routing.lookUp(queryOf(travel));
	const type = answer.route?.type;
	const local = routing.isLocal(destination) ? (type ?? 'local') === 'local' : type === 'local' || type === 'broadcast';
	const output = local ? null : leads(answer.route) ? answer.route.dev : null;
	const onBridge = !local && output !== null && output === input && routing.isBridge(output);
	const calls = onBridge ? bridgeCalls(travel, terrain) : 1;
	const bridged = onBridge && calls !== 0;
	const reasons: Reason[] = [...answer.doubts];
	if (calls === undefined) reasons.push(setting(bridgeSetting(family)));
	const decision = (stop: Stop | null = null): Decision => ({answer, local, output, bridged, stop, reasons});
	// What this host sent to itself keeps the way that it had.
	if (input === 'lo') return decision();
	const odd = oddAddresses(travel, terrain, reasons);
	if (odd) return decision(odd);
	if (!local && output === null) return decision({kind: 'route', text: destination, verdict: 'unreachable'});
	if (!local && !bridged) {
		const refused = forwarding(travel, terrain, reasons);
		if (refused) return decision(refused);
	}

	return decision(family === 'ip' ? sourceCheck(travel, local ? null : output, terrain, reasons) : null);
}

/** Addresses that no packet from outside may have. */
function oddAddresses(
	{family, source, destination, input}: Travel,
	{settings}: Terrain,
	reasons: Reason[],
): Stop | null {
	if (family === 'ip6') {
		return source === '::1' || destination === '::1' ? {kind: 'route', text: 'martian ::1', verdict: 'drop'} : null;
	}

	const odd = /^(?:0|22[4-9]|23\d)\.|^255\.255\.255\.255$/.test(source) || /^0\./.test(destination);
	if (odd) return {kind: 'route', text: `martian ${source}`, verdict: 'drop'};
	if (!/^127\./.test(source) && !/^127\./.test(destination)) return null;
	return needs(
		settings.highest(...both(input ?? 'lo', 'route_localnet')),
		both(input ?? 'lo', 'route_localnet'),
		reasons,
	);
}

/** A setting that must be on: null where it is, or is not known. */
function needs(value: number | undefined, paths: readonly string[], reasons: Reason[]): Stop | null {
	const path = paths.at(-1) ?? '';
	if (value === undefined) reasons.push(setting(path));
	return value === 0 ? {kind: 'sysctl', text: `${sysctlName(path)} = 0`, verdict: 'drop'} : null;
}

function forwarding({family, input}: Travel, {settings}: Terrain, reasons: Reason[]): Stop | null {
	const path = family === 'ip' ? `net/ipv4/conf/${input}/forwarding` : 'net/ipv6/conf/all/forwarding';
	const value = settings.value(path);
	// Since Linux 6.17 a device alone may forward IPv6.
	const forced = value === 0 && family === 'ip6' ? settings.value(`net/ipv6/conf/${input}/force_forwarding`) : 0;
	if (forced === undefined) reasons.push(setting(`net/ipv6/conf/${input}/force_forwarding`));
	return forced === 0 ? needs(value, [path], reasons) : null;
}

/** `rp_filter`, and addresses of our own that come from outside (fib_validate_source). */
function sourceCheck(
	travel: Travel,
	output: string | null,
	{routing, settings}: Terrain,
	reasons: Reason[],
): Stop | null {
	const {source, destination, input} = travel;
	const device = input ?? 'lo';
	if (routing.isLocal(source)) {
		const accepts = settings.highest(...both(device, 'accept_local'));
		return needs(accepts, both(device, 'accept_local'), reasons);
	}

	// The mark counts only where `src_valid_mark` says so.
	const marked = travel.mark !== 0 && routing.asksMarks ? settings.highest(...both(device, 'src_valid_mark')) : 0;
	const back = routing.lookUp({
		...{destination: source, source: destination, input: output, protocol: travel.protocol},
		...{sourcePort: travel.destinationPort, destinationPort: travel.sourcePort},
		mark: marked === undefined ? null : marked > 0 ? travel.mark : 0,
	});
	const isBack = leads(back.route) && back.devices.includes(device);
	if (isBack && back.doubts.length === 0) return null;
	const paths = both(device, 'rp_filter');
	const filter = settings.highest(...paths);
	if (filter === 0) return null;
	if (filter === undefined) {
		reasons.push(setting(paths[1]));
		return null;
	}

	reasons.push(...back.doubts);
	if (isBack || (filter === 2 && leads(back.route))) return null;
	const [all, own] = paths;
	const path = (settings.value(own) ?? 0) >= filter ? own : all;
	return {kind: 'sysctl', text: `${sysctlName(path)} = ${filter}`, verdict: 'drop'};
}

/** For what is made here: at first, and again where a rule of `output` changed it. */
export function decideOutput(travel: Travel, terrain: Terrain): Decision {
	const {routing, settings} = terrain;
	const {destination, source, family} = travel;
	const answer = routing.lookUp(queryOf({...travel, input: null}));
	const type = answer.route?.type;
	const local = routing.isLocal(destination) ? (type ?? 'local') === 'local' : type === 'local';
	const output = local ? 'lo' : leads(answer.route) ? answer.route.dev : null;
	const reasons: Reason[] = [...answer.doubts];
	const decision = (stop: Stop | null = null): Decision => ({answer, local, output, bridged: false, stop, reasons});
	if (output === null) return decision({kind: 'route', text: destination, verdict: 'unreachable'});
	if (output === 'lo' && routing.isDown('lo')) return decision({kind: 'route', text: 'lo down', verdict: 'drop'});
	const loops = output !== 'lo' && family === 'ip' && /^127\./.test(source);
	if (!loops) return decision();
	const paths = both(output, 'route_localnet');
	return decision(needs(settings.highest(...paths), paths, reasons));
}

import {heard} from './arrival.js';
import type {Ending, Hop, Listeners, Packet, Space, Walk, WalkVerdict} from './facts.js';
import type {Reason} from './reason.js';
import {surenessOf} from './sureness.js';

/** A packet's way begins in the namespace that sends it and ends in the one that takes it: each decides for itself too. */

/** What becomes of a packet behind the host's last hook, in the namespace that has the address. */
export function taken(ending: Ending, {namespaces, spaces}: Listeners): Ending {
	const {verdict, output, packet} = ending;
	const isThere = namespaces.has(packet.destination) || spaces?.has(packet.destination) === true;
	if (output === null || !isThere || !comes.has(verdict)) return ending;
	const space = spaces?.get(packet.destination);
	if (!space) return {...ending, reasons: [...ending.reasons, namespaceReason(packet.destination)]};
	const device = space.deviceBehind(output);
	if (!device) return open(ending, space);
	if (!device.up) return {...ending, verdict: 'dropped', by: routeHop(space, packet, `${device.name} down`)};
	// A gateway of this host's route may be another one than who has the address.
	if (ending.via !== null && spaces?.get(ending.via) !== space) return open(ending, space);
	const walk = space.walk({...packet, input: device.name});
	const {main, agreed, endings} = walk;
	const sockets = namespaces.get(packet.destination);
	const verdicts = new Set(
		endings.map(each => (each.verdict === 'arrives' ? heard(sockets, each.packet) : each.verdict)),
	);
	const [only] = verdicts;
	if (!space.whole || !agreed || verdicts.size !== 1 || only === undefined) return open(ending, space, walk);
	if (main.verdict === 'arrives') {
		const finds = main.back?.vias?.every(via => space.finds(output, {via, destination: packet.source})) ?? true;
		if (!finds) return astray(ending, space, main.back?.vias?.find(via => via !== null) ?? packet.source);
		return main.output === null && main.back?.verdict === 'returns'
			? {...ending, verdict: verdict === 'unanswered' ? verdict : only, packet: {...main.packet, input: packet.input}}
			: open(ending, space, walk);
	}

	return stopped(ending, walk, space) ?? open(ending, space, walk);
}

const comes: ReadonlySet<WalkVerdict> = new Set(['arrives', 'delivered', 'unheard', 'unanswered']);

/** What the namespace of the sender does first; undefined: it lets the packet out as it is, and its answer in. */
export function sent(packet: Packet, {spaces}: Listeners): ((ending: Ending) => Ending) | undefined {
	const space = packet.input === null ? undefined : spaces?.get(packet.source);
	if (space === undefined) return undefined;
	if (space === null) return ending => ({...ending, reasons: [...ending.reasons, namespaceReason(packet.source)]});
	const device = space.deviceBehind(packet.input ?? '');
	if (device?.up === false) {
		return ending => ({...ending, verdict: 'dropped', by: routeHop(space, packet, `${device.name} down`)});
	}

	const walk = space.walk({...packet, input: null});
	const {main, agreed, endings} = walk;
	if (!space.whole || !agreed) return ending => open(ending, space, walk);
	const isSame = endings.every(
		({packet: out, output}) =>
			out.source === packet.source &&
			out.destination === packet.destination &&
			out.destinationPort === packet.destinationPort &&
			(device === undefined || output === device.name),
	);
	if (main.verdict === 'leaves' && isSame) {
		const lost = endings.find(({via}) => !space.finds(packet.input ?? '', {via, destination: packet.destination}));
		if (lost) return ending => astray(ending, space, lost.via ?? packet.destination);
		if (main.back?.verdict === 'returns') return undefined;
		if (main.back?.verdict === 'lost') {
			const by = within(main.back.by, space) ?? routeHop(space, packet, packet.source);
			return ending => ({...ending, verdict: 'unanswered', by});
		}
	}

	return ending => stopped(ending, walk, space) ?? open(ending, space, walk);
}

const stops: ReadonlySet<WalkVerdict> = new Set(['dropped', 'rejected', 'unreachable', 'unanswered']);

function stopped(ending: Ending, {main}: Walk, space: Space): Ending | undefined {
	const {verdict, by, packet} = main;
	if (!stops.has(verdict)) return undefined;
	const to = verdict === 'unanswered' ? packet.source : packet.destination;
	return {...ending, verdict, by: within(by, space) ?? routeHop(space, packet, to)};
}

const within = (by: Hop | null, {name, file}: Space): Hop | null => by && {...by, space: {name, file}};

const routeHop = ({name, file}: Space, {destination}: Packet, text: string): Hop => ({
	...{kind: 'route', hook: 'output', priority: null, family: destination.includes(':') ? 'ip6' : 'ip'},
	...{table: '', chain: '', index: null, handle: null, text, verdict: 'unreachable', answer: 'yes', share: 1},
	space: {name, file},
});

/** It goes to somebody else first, who may hand it on. */
const astray = (ending: Ending, {name}: Space, hop: string): Ending => ({
	...ending,
	reasons: [...ending.reasons, namespaceReason(`${name}: via ${hop}`)],
});

const namespaceReason = (what: string): Reason => ({id: 'namespace', what});

/** It depends on that namespace: on what of it, where the walk there tells. */
function open(ending: Ending, space: Space, walk?: Walk): Ending {
	const told = walk && surenessOf([walk.main, ...walk.endings.slice(1)], walk.whole, false);
	const named =
		told && told.kind !== 'certain' ? told.on.filter(({id}) => id !== 'listeners' && id !== 'elsewhere') : [];
	const back = walk?.main.back?.reasons ?? [];
	const words = [...new Set([...named, ...back].map(({id, what}) => what || id))];
	const what = words.length === 0 ? space.name : `${space.name}: ${words.join(', ')}`;
	return {...ending, reasons: [...ending.reasons, namespaceReason(what)]};
}

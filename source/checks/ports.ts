import {stopUnit} from '../command/systemd.js';
import type {Listener} from '../model/host.js';
import {blocks, isK0sProcess, k0sPorts, nodePorts, type K0sPort} from '../model/ports.js';
import type {Text} from '../text/text.js';
import {defineCheck, type Finding, type Remedy} from './check.js';
import type {Facts} from './facts.js';
import {advice} from './remedies.js';
import {k0sRuns} from './unit.js';

type Words = Text['checks']['ports'];

type Owners = Facts['owners'];

const ownerOf = ({processes}: Listener, owners: Owners, words: Words): string => {
	const [first] = processes ?? [];
	if (!first) return words.nobody;
	const owner = owners.known ? owners.value.get(first.pid) : undefined;
	return words.process(owner?.name || first.name, first.pid, owner?.unit ?? null);
};

/** Named, so that a person knows what to stop; whether it may be stopped is not for us to say. */
function stopping(clashes: readonly Listener[], owners: Owners, words: Words): Remedy {
	const units = clashes.flatMap(({processes}) => {
		const [first] = processes ?? [];
		return (first && owners.known && owners.value.get(first.pid)?.unit) || [];
	});
	return advice(
		words.stop,
		[...new Set(units)].map(unit => stopUnit(unit)),
	);
}

const piece = ({port}: Listener): string => `:${port} `;

/** k0s's own listeners are fine while k0s runs, or while nothing says that it does not. */
function isOwn({processes}: Listener, unit: Facts['controllerUnit']): boolean {
	if (unit.known && !k0sRuns(unit)) return false;
	return processes !== null && processes.every(({name}) => isK0sProcess(name));
}

function judgePorts(
	ports: readonly K0sPort[],
	listeners: readonly Listener[],
	unit: Facts['controllerUnit'],
	owners: Owners,
	text: Text,
): Finding {
	const words = text.checks.ports;
	const taken = ports.flatMap(port => listeners.filter(listener => blocks(listener, port)));
	const others = distinct(taken.filter(listener => !isOwn(listener, unit)));
	const unclear = others.filter(({processes}) => processes === null && k0sRuns(unit));
	const clashes = others.filter(listener => !unclear.includes(listener));
	if (clashes.length > 0) {
		return {
			result: 'fail',
			found: words.clash(clashes.map(listener => words.owner(listener.port, ownerOf(listener, owners, words)))),
			shows: clashes.map(piece),
			remedy: stopping(clashes, owners, words),
		};
	}

	if (unclear.length > 0) {
		return {
			result: 'unknown',
			found: words.unclear(unclear.map(({port}) => String(port))),
			shows: unclear.map(piece),
			remedy: {commands: [], note: text.checks.asRoot},
		};
	}

	const own = distinct(taken).length;
	return {result: 'pass', found: own > 0 ? words.own(own) : words.free(ports.length), shows: taken.map(piece)};
}

/** One listener a port: a program that listens on IPv4 and IPv6 is one clash. */
const distinct = (listeners: readonly Listener[]): readonly Listener[] =>
	listeners.filter(({port}, index) => listeners.findIndex(other => other.port === port) === index);

const ofPart = <Id extends 'ports-control-plane' | 'ports-node' | 'ports-network'>(id: Id, part: K0sPort['part']) =>
	defineCheck({
		id,
		group: 'ports',
		needs: ['listeners'],
		may: ['controllerUnit', 'owners'],
		judge: ({listeners}, {readings: {controllerUnit, owners}, text}) =>
			judgePorts(
				k0sPorts.filter(port => port.part === part),
				listeners,
				controllerUnit,
				owners,
				text,
			),
	});

export const ports = [
	ofPart('ports-control-plane', 'control-plane'),
	ofPart('ports-node', 'node'),
	ofPart('ports-network', 'network'),
	defineCheck({
		id: 'ports-nodeport',
		group: 'ports',
		needs: ['listeners'],
		may: ['controllerUnit', 'owners'],
		judge({listeners}, {readings: {controllerUnit, owners}, text}) {
			const words = text.checks.ports;
			const inside = distinct(
				listeners.filter(
					listener =>
						listener.port >= nodePorts.from && listener.port <= nodePorts.to && !isOwn(listener, controllerUnit),
				),
			);
			return inside.length === 0
				? {result: 'pass', found: words.rangeFree}
				: {
						result: 'warn',
						found: words.clash(inside.map(listener => words.owner(listener.port, ownerOf(listener, owners, words)))),
						shows: inside.map(piece),
						remedy: stopping(inside, owners, words),
					};
		},
	}),
];

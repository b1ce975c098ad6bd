import type {Listener} from '../model/host.js';
import {blocks, isK0sProcess, k0sPorts, nodePorts, type K0sPort} from '../model/ports.js';
import type {Text} from '../text/text.js';
import {defineCheck, type Finding} from './check.js';
import type {Facts} from './facts.js';
import {k0sRuns} from './unit.js';

type Words = Text['checks']['ports'];

const ownerOf = ({processes}: Listener, words: Words): string => {
	const first = processes?.[0];
	return first ? words.process(first.name, first.pid) : words.nobody;
};

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
			found: words.clash(clashes.map(listener => words.owner(listener.port, ownerOf(listener, words)))),
			shows: clashes.map(piece),
			remedy: {commands: [], note: words.stop},
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
		may: ['controllerUnit'],
		judge: ({listeners}, {readings: {controllerUnit}, text}) =>
			judgePorts(
				k0sPorts.filter(port => port.part === part),
				listeners,
				controllerUnit,
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
		may: ['controllerUnit'],
		judge({listeners}, {readings: {controllerUnit}, text}) {
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
						found: words.clash(inside.map(listener => words.owner(listener.port, ownerOf(listener, words)))),
						shows: inside.map(piece),
						remedy: {commands: [], note: words.stop},
					};
		},
	}),
];

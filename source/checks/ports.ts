import {ownDataFolder} from '../model/data-folder.js';
import {endProcesses} from '../command/processes.js';
import {resetFailed, stopUnit} from '../command/systemd.js';
import type {Listener} from '../facts/host.js';
import {identity} from '../model/leftover-processes.js';
import {ownerOf, type PortOwner} from '../model/port-owner.js';
import {blocks, k0sPorts, nodePorts, placeOf, type K0sPort} from '../model/ports.js';
import {isDown, keepsFailure} from '../model/unit-states.js';
import type {Text} from '../text/text.js';
import {defineCheck, type Finding, type Remedy} from './check.js';
import type {Facts} from './facts.js';
import {dataFolderOf} from '../fact-table/k0s-facts.js';
import {advice, fix} from './remedies.js';

type Words = Text['checks']['ports'];

type Owners = Facts['owners'];

const nameOf = ({processes}: Listener, owners: Owners, words: Words): string => {
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

type Given = {
	readonly unit: Facts['controllerUnit'];
	readonly owners: Owners;
	readonly ours: Facts['k0sProcesses'];
};

const holderOf = (listener: Listener, {unit, ours}: Given): PortOwner => ownerOf(listener, {unit, processes: ours});

/** What outlived k0s and holds a port: ended by exactly these process ids, as long as they are the same processes. */
function ending(left: readonly Listener[], {unit, ours}: Given, dataDir: string, words: Words): Remedy {
	const pids = new Set(left.flatMap(({processes}) => processes?.map(({pid}) => pid) ?? []));
	const held = (ours.known ? ours.value : []).filter(({pid}) => pids.has(pid));
	const forgets = unit.known && keepsFailure(unit.value) ? [resetFailed(unit.value.id)] : [];
	return fix(words.leftNote, [endProcesses(dataDir, 'control-plane', held.map(identity)), ...forgets], [], false);
}

function judgePorts(
	ports: readonly K0sPort[],
	listeners: readonly Listener[],
	given: Given,
	dataDir: string,
	text: Text,
): Finding {
	const words = text.checks.ports;
	const all = ports.flatMap(port => listeners.filter(listener => blocks(listener, port)));
	const taken = distinct(all);
	const of = (holder: PortOwner): readonly Listener[] =>
		distinct(all.filter(listener => holderOf(listener, given) === holder));
	const [others, left, unclear, pods] = [of('other'), of('left'), of('unclear'), of('pod')];
	const told = (listener: Listener): string => words.owner(placeOf(listener), nameOf(listener, given.owners, words));
	if (others.length + left.length > 0) {
		const clashes = [...others.map(told), ...(left.length > 0 ? [words.left(left.map(told))] : [])];
		return {
			result: 'fail',
			found: words.clash(clashes),
			shows: [...others, ...left].map(piece),
			remedy: others.length > 0 ? stopping(others, given.owners, words) : ending(left, given, dataDir, words),
		};
	}

	if (unclear.length > 0) {
		return {
			result: 'unknown',
			found: words.unclear(unclear.map(placeOf)),
			shows: unclear.map(piece),
			remedy: {commands: [], note: text.checks.asRoot},
		};
	}

	const shows = taken.map(piece);
	if (pods.length > 0 && given.unit.known && isDown(given.unit.value))
		return {result: 'pass', found: words.pods(pods.map(told)), shows};
	return {result: 'pass', found: taken.length > 0 ? words.own(taken.length) : words.free(ports.length), shows};
}

/** One listener a port: a program that listens on IPv4 and IPv6 is one clash. */
const distinct = (listeners: readonly Listener[]): readonly Listener[] =>
	listeners.filter(({port}, index) => listeners.findIndex(other => other.port === port) === index);

const ofPart = <Id extends 'ports-control-plane' | 'ports-node' | 'ports-network'>(id: Id, part: K0sPort['part']) =>
	defineCheck({
		id,
		group: 'ports',
		needs: ['listeners'],
		may: ['controllerUnit', 'owners', 'k0sProcesses', 'unitFile'],
		judge({listeners}, {readings, options, text}) {
			const {controllerUnit: unit, owners, k0sProcesses: ours} = readings;
			return judgePorts(
				k0sPorts.filter(port => port.part === part),
				listeners,
				{unit, owners, ours},
				ownDataFolder(dataFolderOf(options, readings)),
				text,
			);
		},
	});

export const ports = [
	ofPart('ports-control-plane', 'control-plane'),
	ofPart('ports-node', 'node'),
	ofPart('ports-network', 'network'),
	defineCheck({
		id: 'ports-nodeport',
		group: 'ports',
		needs: ['listeners'],
		may: ['controllerUnit', 'owners', 'k0sProcesses'],
		judge({listeners}, {readings: {controllerUnit: unit, owners, k0sProcesses: ours}, text}) {
			const words = text.checks.ports;
			const inside = distinct(
				listeners.filter(
					listener =>
						listener.port >= nodePorts.from &&
						listener.port <= nodePorts.to &&
						!['own', 'pod'].includes(holderOf(listener, {unit, owners, ours})),
				),
			);
			return inside.length === 0
				? {result: 'pass', found: words.rangeFree}
				: {
						result: 'warn',
						found: words.clash(inside.map(listener => words.owner(placeOf(listener), nameOf(listener, owners, words)))),
						shows: inside.map(piece),
						remedy: stopping(inside, owners, words),
					};
		},
	}),
];

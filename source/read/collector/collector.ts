import type {Inside, NamespaceFile, NetworkFacts, RoutingRule} from '../../facts/network.js';
import {collectorToken, type CollectorSection} from '../../command/collector.js';
import type {Outcome} from '../../command/outcome.js';
import {readCniResults} from './cni.js';
import {readProcesses} from './processes.js';
import {outcomeOf, sectionsOf} from './sections.js';
import {linksOf, readAddressesInPieces} from '../ip/address.js';
import {ipDocuments} from '../ip/json.js';
import {neighboursOf, readNeighbours} from '../ip/neighbour.js';
import {readRoutes, routesOf} from '../ip/route.js';
import {readRulesText} from '../ip/rule-text.js';
import {readNamespaceIds} from '../lsns.js';
import {readNamespaces} from '../netns-list.js';
import {readProcNet} from '../proc-net/proc-net.js';
import {firstLine, notOk, type Reader} from '../reading.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import {finish, type Sliced} from '../sliced.js';

/** The collector's answer (`command/collector.ts`). Sections that were closed count, also when it was then cut short. */
export const readCollected: Reader<NetworkFacts> = outcome => finish(readCollectedInPieces(outcome));

/** The same with stops, so that keys are answered while 500 namespaces are read (3 MB, 40 to 110 ms). */
export function* readCollectedInPieces(outcome: Outcome): Sliced<Reading<NetworkFacts>> {
	const token = collectorToken(outcome.argv);
	if (token === undefined) return unknown('unreadable', outcome.argv.join(' ').slice(0, 200));
	if (outcome.stdoutCut > 0) return unknown('cut', 'collector');
	const sections = sectionsOf(outcome.stdout, token);
	if (sections.size === 0) return notOk(outcome) ?? unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));

	const part = <T>(name: string, argv: readonly string[], reader: Reader<T>): Reading<T> => {
		const section = sections.get(name);
		return section ? reader(outcomeOf(outcome, section, argv)) : missing(outcome, name);
	};

	yield;
	const addresses = sections.get('addr');
	const links = addresses
		? yield* readAddressesInPieces(outcomeOf(outcome, addresses, ['ip']))
		: missing(outcome, 'addr');
	yield;
	const processes = sections.has('pids') ? yield* readProcesses(sections) : missing(outcome, 'pids');
	yield;
	const here = /^(\d+) (\d+)$/m.exec(sections.get('here')?.body ?? '');
	const insides = new Map<string, Reading<Inside>>();
	const unnamed = new Map<number, Reading<Inside>>();
	const owned = new Map<number, Reading<Inside>>();
	for (const [name, section] of sections) {
		if (name.startsWith('ns/')) insides.set(name.slice('ns/'.length), insideOf(outcome, section));
		else if (name.startsWith('inode/')) unnamed.set(Number(name.slice('inode/'.length)), insideOf(outcome, section));
		else if (name.startsWith('proc/')) owned.set(Number(name.slice('proc/'.length)), procOf(outcome, section));
		else continue;
		yield;
	}

	const files = part('files', ['stat'], filesReader(here?.[1]));
	fillIn(owned, {insides, unnamed, files: files.known ? files.value : []});
	return known({
		links,
		routes: part('route', ['ip'], readRoutes),
		neighbours: part('neigh', ['ip'], readNeighbours),
		...rulesOf(outcome, sections),
		names: part('netns', ['ip'], readNamespaces),
		files,
		ids: part('ids', ['lsns'], readNamespaceIds),
		processes,
		walked: true,
		overview: false,
		cni: part('cni', ['grep'], readCniResults),
		inode: here ? Number(here[2]) : null,
		insides,
		unnamed,
		pids: new Map(),
	});
}

/** Of both families. A recording of an older version did not ask. */
function rulesOf(
	outcome: Outcome,
	sections: ReadonlyMap<string, CollectorSection>,
): {readonly rules?: Reading<readonly RoutingRule[]>} {
	const [four, six] = [sections.get('rule4'), sections.get('rule6')];
	if (!four || !six) return {};
	const [old, young] = [
		readRulesText(outcomeOf(outcome, four, ['ip']), 4),
		readRulesText(outcomeOf(outcome, six, ['ip']), 6),
	];
	if (!old.known || !young.known) return {rules: old.known ? young : old};
	return {rules: known([...old.value, ...young.value], [...old.notes, ...young.notes])};
}

/** A section that was never closed: the whole ended before. */
function missing(outcome: Outcome, section: string): Reading<never> {
	return notOk(outcome) ?? unknown('unreadable', section);
}

/** Documents, a line each: `addr show`, `route show table all` and (where it was asked) `neigh show`. */
function insideOf(whole: Outcome, section: CollectorSection): Reading<Inside> {
	const documents = ipDocuments(outcomeOf(whole, section, ['nsenter']));
	if (!documents.known) return documents;
	const [links, routes, neighbours] = documents.value;
	if (links === undefined || routes === undefined) return unknown('unreadable', firstLine(section.body).slice(0, 200));
	const notes: Note[] = [...documents.notes];
	return known(
		{
			links: linksOf(links, notes),
			routes: routesOf(routes, notes),
			neighbours: neighbours ? neighboursOf(neighbours) : null,
		},
		notes,
	);
}

/** The exit code tells which of its files were there: IPv6 may be off. */
const procOf = (whole: Outcome, section: CollectorSection): Reading<Inside> =>
	readProcNet(outcomeOf(whole, {...section, exit: 0}, ['grep']));

/** Where a namespace could not be entered, what a process of the user's own sees in it stands in. */
function fillIn(
	owned: ReadonlyMap<number, Reading<Inside>>,
	{
		insides,
		unnamed,
		files,
	}: {
		readonly insides: Map<string, Reading<Inside>>;
		readonly unnamed: Map<number, Reading<Inside>>;
		readonly files: readonly NamespaceFile[];
	},
): void {
	const named = new Map(files.map(({inode, name}) => [inode, name]));
	for (const [inode, inside] of owned) {
		const name = named.get(inode);
		if (!inside.known) continue;
		if (name !== undefined && !insides.get(name)?.known) insides.set(name, inside);
		if (name === undefined && !unnamed.get(inode)?.known) unnamed.set(inode, inside);
	}
}

/** `stat -L -c '%d %i %n' /run/netns/*`: a file on another device than our own namespace's is a leftover. */
function filesReader(device: string | undefined): Reader<readonly NamespaceFile[]> {
	return outcome => {
		if (device === undefined) return unknown('unreadable', 'here');
		const files: NamespaceFile[] = [];
		const notes: Note[] = [];
		for (const line of outcome.stdout.split('\n')) {
			const match = /^(\d+) (\d+) \/run\/netns\/(.+)$/.exec(line);
			const last = files.at(-1);
			if (match?.[3] !== undefined) {
				files.push({name: match[3], inode: Number(match[2]), namespace: match[1] === device});
			} else if (line !== '' && last && !line.startsWith('stat: ')) {
				// A name may hold a newline: ip's list has it too.
				files[files.length - 1] = {...last, name: `${last.name}\n${line}`};
			} else if (line !== '') {
				notes.push({line, reason: 'not a file of /run/netns'});
			}
		}

		return known(files, notes);
	};
}

import type {Runner} from '../host/runner.js';
import type {Journal, JournalReading} from '../engine/journal.js';
import type {ClusterFacts} from '../model/cluster.js';
import type {Topology} from '../facts/network.js';
import {servicePorts, type Ports} from '../model/service-ports.js';
import {assess, type Assessment} from '../model/verdict.js';
import type {Reading} from '../facts/reading.js';
import {momentOf} from '../store/cluster.js';
import {readIdentity, type Identity} from '../store/identity.js';
import {createPacketFilterReader, type PacketFilter} from '../store/packet-filter/read.js';
import {inSlices} from '../store/slices.js';
import {readTopology} from '../store/topology-read.js';

/** Everything that a report tells: what ran here, and what the host answers now. */
export type ReportFacts = {
	readonly kind: Runner['kind'];
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly identity: Identity;
	readonly journal: ReportJournal;
	readonly cluster: ClusterFacts;
	readonly assessment: Assessment;
	/** The moment that ages are counted from. */
	readonly moment: number;
	readonly topology: Reading<Topology>;
	readonly filter: Reading<PacketFilter>;
	/** Undefined: the packet rules are not known. */
	readonly ports: Ports | undefined;
};

/** `recorded`: a recording has none. */
export type ReportJournal =
	| {readonly state: 'read'; readonly reading: JournalReading}
	| {readonly state: 'recorded'}
	| {readonly state: 'unread'; readonly why: 'needs-root' | 'failed'; readonly detail: string};

type Asked = {
	readonly runner: Runner;
	readonly journal: Journal;
	/** Milliseconds; nothing younger is asked twice. */
	readonly interval: number;
	readonly signal: AbortSignal;
};

/** Reads the journal and asks the host; changes nothing. */
export async function readReport({runner, journal, interval, signal}: Asked): Promise<ReportFacts> {
	const [identity, told, {topology, cluster}, filter] = await Promise.all([
		readIdentity(runner),
		readHistory(runner, journal),
		readTopology(runner, interval, signal),
		createPacketFilterReader(runner)(signal),
	]);
	const at = Date.now();
	const moment = momentOf(cluster, at);
	const ports = filter.known
		? await inSlices(servicePorts(filter.value.ruleset, filter.value.labels), signal)
		: undefined;
	return {
		...{kind: runner.kind, at, identity, journal: told, cluster, moment, topology, filter, ports},
		assessment: assess(cluster, moment),
	};
}

async function readHistory({kind}: Runner, journal: Journal): Promise<ReportJournal> {
	if (kind === 'recorded') return {state: 'recorded'};
	try {
		return {state: 'read', reading: await journal.read()};
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		const detail = error instanceof Error ? error.message : String(error);
		return {state: 'unread', why: code === 'EACCES' || code === 'EPERM' ? 'needs-root' : 'failed', detail};
	}
}

import type {Outcome} from '../../command/outcome.js';
import type {Runner} from '../../host/runner.js';
import {readHandles, type HandledRule} from '../../read/nft/handles.js';
import {createFilterNews} from '../filter-news.js';
import type {News} from '../news.js';
import {rawLimit} from './raw-limit.js';
import {createPacketFilterReader, type PacketFilter} from './read.js';
import type {Pacer} from '../pacer.js';
import {createPoll} from '../poll.js';
import type {Source} from '../source.js';

export {rawLimit} from './raw-limit.js';
export type {PacketFilter} from './read.js';

/** The rules of `nft -j list chain` with their handles; undefined: not known. */
export function handlesOf(outcome: Outcome): readonly HandledRule[] | undefined {
	const reading = readHandles(outcome);
	return reading.known ? reading.value : undefined;
}

export type PacketFilterSource = Source<PacketFilter>;

export type PacketFilterSourceOptions = {readonly runner: Runner; readonly pacer: Pacer};

/** At most a tenth of the time goes into reading: with 10,000 services iptables-save alone takes two seconds. */
const rest = 9;

/** The packet filter, live: the same reference while no rule and no counter changed. */
export function createPacketFilterSource({runner, pacer}: PacketFilterSourceOptions): PacketFilterSource {
	const own = createFilterNews(runner);
	/** How often somebody told of a change, and up to which of them it was read. */
	let changes = 1;
	let seen = 0;
	let last: PacketFilter | undefined;
	let reader: ReturnType<typeof createPacketFilterReader> | undefined;
	const news: News = {
		subscribe: listener =>
			own.subscribe(() => {
				changes++;
				listener();
			}),
		get live() {
			return own.live;
		},
	};
	const poll = createPoll({
		pacer,
		rest,
		news,
		async read(signal, early) {
			const upTo = changes;
			own.begin();
			reader ??= createPacketFilterReader(runner, () => own.live && seen === changes);
			const reading = await reader(signal, early);
			if (signal.aborted || !reading.known) return reading;
			seen = upTo;
			own.settle({same: last !== undefined && sameRules(last, reading.value), told: isTold(reading.value)});
			last = reading.value;
			return reading;
		},
		equal: (a, b) => a === b,
		steady: sameRules,
		...(runner.follows && {slowest: pacer.interval * slower}),
	});
	return {
		...poll,
		async refresh() {
			changes++;
			return poll.refresh();
		},
	};
}

/** The interval doubles so far while the rules stay as they are: counters go on. */
const slower = 16;

/** Names and jumps are made anew only when rules are other ones. */
const sameRules = (a: PacketFilter, b: PacketFilter): boolean => a.labels === b.labels && a.jumps === b.jumps;

/** `nft monitor` knows nothing of legacy xtables, and needs long to begin where there is much. */
const isTold = ({ruleset, whole}: PacketFilter): boolean =>
	whole &&
	!ruleset.tables.some(({kind}) => kind === 'legacy') &&
	ruleset.tables.reduce((sum, table) => sum + ('chains' in table ? table.chains.length : 0), 0) <= rawLimit;

import {createHash} from 'node:crypto';
import * as nft from '../command/nft.js';
import type {Runner} from '../host/runner.js';
import {createMonitor} from './monitor.js';
import type {News} from './news.js';
import {createListeners} from '../listeners.js';

/** Tells when the packet filter is another one, by `nft monitor`. */
export interface FilterNews extends News {
	/** A read begins: it sees what was told of by now. */
	begin(): void;
	/**
	 * What the last read found: whether it was the same but for counters, and whether `nft monitor` can tell of all of it
	 * (not of legacy xtables, and with very many chains it takes a minute and a gigabyte to begin).
	 */
	settle(found: {readonly same: boolean; readonly told: boolean}): void;
}

/** Transactions that are remembered as changing nothing. */
const mostKnown = 64;

/**
 * kube-proxy and kube-router write their rules anew every half minute, whether something changed or not. A transaction
 * whose words were followed by the same rules before is not told again, as long as the rules stay these: the same words on
 * the same rules have the same result.
 */
export function createFilterNews(runner: Runner): FilterNews {
	const listeners = createListeners({
		first() {
			if (told) monitor.start();
		},
		last() {
			monitor.stop();
		},
	});
	let told = false;
	const idle = new Set<string>();
	/** Told of, and not seen by a read yet; and those that the read under way sees. */
	let open = new Set<string>();
	let seen = new Set<string>();
	let words = createHash('sha1');
	const monitor = createMonitor({
		runner,
		command: nft.monitor(),
		onState: () => undefined,
		onLine(line) {
			if (line === '') {
				listeners.tell();
				return;
			}

			if (!line.startsWith('# new generation')) {
				words.update(still(line));
				return;
			}

			const transaction = words.digest('hex');
			words = createHash('sha1');
			if (idle.has(transaction)) return;
			open.add(transaction);
			listeners.tell();
		},
	});

	return {
		subscribe: listener => (runner.follows ? listeners.add(listener) : () => undefined),
		begin() {
			seen = new Set([...seen, ...open]);
			open = new Set();
		},
		settle(found) {
			if (!found.same) idle.clear();
			else for (const transaction of seen) if (idle.size < mostKnown) idle.add(transaction);
			seen = new Set();
			({told} = found);
			if (!told) monitor.stop();
			else if (listeners.size() > 0) monitor.start();
		},
		get live() {
			return told && monitor.live;
		},
	};
}

/** Without what differs each time: handles, and what counters said at that moment. */
const still = (line: string): string =>
	`${line.replaceAll(/ (?:handle \d+|# handle \d+|packets \d+|bytes \d+|counter packets \d+ bytes \d+)/g, '')}\n`;

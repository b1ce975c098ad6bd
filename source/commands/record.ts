import * as ip from '../command/ip.js';
import * as nft from '../command/nft.js';
import {cannotRun, type HeadlessCommand} from './headless.js';
import {type Values} from './option.js';
import {check} from './check.js';
import {info} from './info.js';
import {network} from './network.js';
import {nftables} from './nftables.js';
import {plan} from './plan.js';
import {reach} from './reach.js';
import {status} from './status.js';

/** What `record` asks, one after the other: all that the screens show. */
const none: Values = {};
const readers: ReadonlyArray<readonly [HeadlessCommand, Values]> = [
	...[info, check, plan, status, network, nftables].map(reader => [reader, none] as const),
	[reach, {matrix: true}],
];

/**
 * `record FILE`: runs every read-only command once; the runner writes each with its answer into the file, secrets taken
 * out. Play it with `--replay FILE`.
 */
export const record: HeadlessCommand = {
	name: 'record',
	options: {},
	positionals: {min: 1, max: 1, name: 'FILE'},
	changes: false,
	records: true,
	async run(invocation, _values, [file = '']) {
		const {runner, signal, text} = invocation;
		const quiet = {...invocation, say: () => undefined};
		for (const [reader, values] of readers) {
			if (signal.aborted) break;
			await reader.run(quiet, values, []);
		}

		// The guide's own listings, for the raw views.
		for (const raw of [ip.rawNamespaces(), ip.rawLinks(), ip.rawAddresses(), ip.rawRoutes(), nft.rawRuleset()]) {
			await runner.run(raw, {signal});
		}

		const failure = await runner.recorded?.();
		if (failure) return cannotRun('not-written', text.cli.recordingCut(file, failure.message));
		const count = runner.log.get().length;
		const hidden = runner.hidden?.() ?? {};
		const lines = [text.cli.recordedInto(file, count), text.cli.recordingHides(hidden)];
		return {exit: 0, json: {file, commands: count, hidden}, lines};
	},
};

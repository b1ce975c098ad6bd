import {type Command, shown} from '../../command/command.js';
import type {Runner} from '../../host/runner.js';
import {bytesOf} from '../../read/bytes.js';
import {recount} from '../../read/iptables/recount.js';
import {saveReading, type Saved} from '../../read/iptables/save.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import {createOutputMemory} from '../output-memory.js';
import {inSlices} from '../slices.js';

export type SaveRead = {
	readonly reading: Reading<Saved>;
	/** The command that answered, as people write it; '' when none did. */
	readonly used: string;
};

/**
 * Reads `iptables-save -c` with the first of several tools that exists, and remembers which. When only counters moved
 * since the last read, only they are read.
 */
export function createSaveReader(
	runner: Pick<Runner, 'run'>,
	candidates: readonly Command[],
): (signal: AbortSignal | undefined) => Promise<SaveRead> {
	let works: Command | undefined;
	let last: {saved: Saved; notes: readonly Note[]} | undefined;
	const memory = createOutputMemory();

	const ask = async (command: Command, signal: AbortSignal | undefined): Promise<SaveRead> => {
		const used = shown(command.argv);
		const outcome = await runner.run(command, {room: memory.room, ...(signal && {signal})});
		if (last && outcome.kind === 'ok' && outcome.stdoutCut === 0) {
			const saved = await inSlices(recount(last.saved, bytesOf(outcome)), signal);
			if (saved) {
				last = {saved, notes: last.notes};
				return {reading: known(saved, last.notes), used};
			}
		}

		const reading = (await inSlices(saveReading(outcome), signal)) ?? unknown('aborted');
		// Its rules are read out of it later.
		memory.keep();
		last = reading.known ? {saved: reading.value, notes: reading.notes} : undefined;
		return {reading, used};
	};

	return async signal => {
		if (works) {
			const again = await ask(works, signal);
			if (again.reading.known || again.reading.unknown.reason !== 'tool-missing') return again;
			works = undefined;
		}

		let answer: SaveRead = {reading: unknown('tool-missing', candidates[0]?.argv[0] ?? ''), used: ''};
		for (const command of candidates) {
			const next = await ask(command, signal);
			if (next.reading.known) {
				works = command;
				return next;
			}

			const {reason} = next.reading.unknown;
			// A tool that is broken here, or was not recorded, leaves the others a chance; root and time are the same for all.
			if (reason !== 'tool-missing' && reason !== 'failed') return next;
			if (reason === 'failed' && answer.used === '') answer = next;
		}

		return answer;
	};
}

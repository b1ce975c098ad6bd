import {createRunner, type Runner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {createMemoryJournal, type Journal, type JournalEntry} from '../../source/engine/journal.js';
import {readReport} from '../../source/report/read.js';
import {reportOf} from '../../source/report/report.js';
import {catalogue} from '../../source/text/text.js';

export const text = catalogue('en');

export const simulated = (scenario: 'fresh' | 'ready'): Runner =>
	createRunner(createSimulatedHost({scenario, speed: 500}), {});

/** The report of a host with this journal. */
export async function reportWith(runner: Runner, journal: Journal = createMemoryJournal()) {
	const facts = await readReport({runner, journal, interval: 2000, signal: new AbortController().signal});
	return reportOf(facts, text);
}

const blank: JournalEntry = {
	...{run: 'install-1', boot_id: null, t_mono: 0, t_wall: Date.UTC(2026, 0, 2, 3, 4, 5), uid: 0, sudo_user: 'ada'},
	...{tty: null, step: 'hostname', ev: 'plan', argv: null, cwd: null, envKeys: [], before: null, after: null},
	...{exit: null, sig: null, ms: null, outSha: null},
};

/** A journal of these records, what is left out as in a run of root by sudo. */
export async function journalWith(...entries: ReadonlyArray<Partial<JournalEntry>>): Promise<Journal> {
	const journal = createMemoryJournal();
	for (const entry of entries) await journal.append({...blank, ...entry});
	return journal;
}

/** What the engine writes of one command: its begin and its end. */
export const ran = (
	step: string,
	argv: readonly string[],
	end: {readonly exit: number; readonly stdout?: string; readonly why?: string; readonly changes?: boolean} = {exit: 0},
): ReadonlyArray<Partial<JournalEntry>> => [
	{step, ev: 'begin', argv, after: {why: end.why ?? 'set-hostname', changes: end.changes ?? true, input: null}},
	{
		...{step, ev: 'end', argv, exit: end.exit, ms: 12},
		after: {kind: end.exit === 0 ? 'ok' : 'failed', stdout: end.stdout ?? '', stderr: ''},
	},
];

export const verdict = (step: string, state: string, found: string): Partial<JournalEntry> => ({
	step,
	ev: 'verify',
	after: {state, found, hint: null, stages: [], values: {}},
});

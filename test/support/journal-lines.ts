import type {JournalRecord} from '../../source/engine/journal.js';
import {readJournal} from '../../source/engine/journal.js';
import type {TestHost} from './test-host.js';

const path = '/var/lib/k0s-tui/journal.jsonl';

/** The host's journal; its chain must be whole. */
export async function journalOf(host: TestHost): Promise<readonly JournalRecord[]> {
	const {stdout, exit} = await host.exec(['cat', path]);
	if (exit !== 0) return [];
	const {records, brokenAt} = readJournal(stdout);
	if (brokenAt !== null) throw new Error(`the journal's chain is broken at ${brokenAt}`);
	return records;
}

/** Commands that were begun, as one line each. */
export const begun = (records: readonly JournalRecord[]): readonly string[] =>
	records.filter(({ev}) => ev === 'begin').map(({argv}) => (argv ?? []).join(' '));

/**
 * Within the host: waits for the first record that is like this, and does something at once (milliseconds after it was
 * flushed). A Node program for `node -e`, with the path of the journal, the wanted keys as JSON and how many records to
 * leave out; `then` sees `record`.
 */
export const atRecord = (wanted: Partial<JournalRecord>, skip: number, then: string): readonly string[] => [
	'node',
	'-e',
	`const fs = require('fs');
	const [path, wanted, skip] = [${JSON.stringify(path)}, ${JSON.stringify(wanted)}, ${skip}];
	const end = Date.now() + 240000;
	const look = () => {
		let text = '';
		try { text = fs.readFileSync(path, 'utf8'); } catch {}
		const record = text.split('\\n').slice(0, -1).map(line => JSON.parse(line)).find(
			each => each.seq > skip && Object.entries(wanted).every(([key, value]) => each[key] === value),
		);
		if (record) { ${then}; return; }
		if (Date.now() > end) throw new Error('no such record; the last ones: ' + text.split('\\n').slice(-4).join('\\n'));
		setTimeout(look, 2);
	};
	look();`,
];

/** For `atRecord`: kills the worker that holds the lock. */
export const killWorker = `process.kill(JSON.parse(fs.readFileSync('/run/k0s-tui/worker.json')).pid, 'SIGKILL')`;

/** For `atRecord`: the worker stands still until it is told to go on, so that nothing depends on how fast others are. */
export const pauseWorker = `process.kill(JSON.parse(fs.readFileSync('/run/k0s-tui/worker.json')).pid, 'SIGSTOP')`;
export const resumeWorker: readonly string[] = [
	'node',
	'-e',
	`process.kill(JSON.parse(require('fs').readFileSync('/run/k0s-tui/worker.json')).pid, 'SIGCONT')`,
];

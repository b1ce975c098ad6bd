import type {Outcome} from '../command/outcome.js';
import {redact} from '../redact/redact.js';
import {readProgress} from './progress.js';

/** What the journal keeps of what a command printed: the whole is in the run's own file, which may be gone. */
export type Printed = {readonly stdout: string; readonly stderr: string};

const headLines = 30;
const tailLines = 10;
const longestLine = 500;

/** The first and last lines of each stream, without secrets. `…` and a number stand for what is left out. */
export const abridged = ({stdout, stderr}: Pick<Outcome, 'stdout' | 'stderr'>): Printed => ({
	stdout: few(stdout),
	stderr: few(stderr),
});

function few(text: string): string {
	const lines = redact(text)
		.replace(/\n$/, '')
		.split('\n')
		// A line that was written over again and again (curl's progress) is what stood there in the end.
		.map(line => line.replace(/\r+$/, '').replace(/^[^]*\r/, ''))
		.filter((line, index, all) => !isMeter(line) || !isMeter(all[index + 1] ?? ''))
		.map(line => (line.length > longestLine ? `${line.slice(0, longestLine)} …` : line));
	const left = lines.length - headLines - tailLines;
	if (left <= 0) return lines.join('\n');
	return [...lines.slice(0, headLines), `… ${left} lines …`, ...lines.slice(-tailLines)].join('\n');
}

/** A line of curl's progress table: of many only the last one tells something. */
const isMeter = (line: string): boolean => readProgress(line, 0) !== undefined;

/** What `begin` tells of a command beside its argv. `input`: bytes that it was given on standard input. */
export type Begun = {readonly why: string; readonly changes: boolean; readonly input: number | null};

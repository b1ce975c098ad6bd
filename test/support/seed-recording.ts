import fs from 'node:fs';
import * as ctr from '../../source/command/ctr.js';
import {readFile} from '../../source/command/files.js';
import {headerOf, type RecordedOutcome, type Recording} from '../../source/host/recording.js';

const guide = new URL('../samples/seed/guide.txt', import.meta.url);

export type GuideBlock = {readonly language: string; readonly text: string};

/** The fenced blocks of a guide in Markdown, in order. */
export function fencedBlocks(markdown: string): readonly GuideBlock[] {
	return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
		language,
		text,
	}));
}

/** The command lines of the guide with what it shows under them: the last line of a block owns the output. */
export function guideCommands(
	markdown = fs.readFileSync(guide, 'utf8'),
): ReadonlyArray<{readonly line: string; readonly stdout: string}> {
	const blocks = fencedBlocks(markdown);
	return blocks.flatMap(({language, text}, index) => {
		if (language !== 'sh') return [];
		const lines = text.split('\n').filter(line => line.trim() !== '');
		const after = blocks[index + 1];
		const stdout = after && after.language !== 'sh' ? after.text : '';
		return lines.map((line, at) => ({line, stdout: at === lines.length - 1 ? stdout : ''}));
	});
}

/** The guide quotes with '…' only; a pipeline is for a shell. */
export function wordsOf(line: string): readonly [string, ...string[]] {
	if (line.includes(' | ')) return ['sh', '-c', line];
	const [first = '', ...rest] = line.split(' ').map(word => word.replaceAll("'", ''));
	return [first, ...rest];
}

/** How this program asks for what the guide asks in other words, with the same answer. */
const sameAnswer = new Map<string, readonly string[]>(
	[
		['k0s ctr container list', ctr.containers()] as const,
		['k0s ctr task list', ctr.tasks()] as const,
		['k0s ctr image list', ctr.images()] as const,
		['cat /etc/systemd/system/k0scontroller.service', readFile('/etc/systemd/system/k0scontroller.service')] as const,
	].map(([line, {argv}]) => [line, argv] as const),
);

/** The guide's host as a recording: for readers of the text forms. Give it to `createRecordedHost`. */
export function seedRecording(): Recording {
	const outcomes = guideCommands().flatMap(({line, stdout}, index) => {
		const other = sameAnswer.get(line);
		return [wordsOf(line), ...(other ? [other] : [])].map((argv): RecordedOutcome => ({
			argv,
			why: 'seed',
			changes: false,
			kind: 'ok',
			exit: 0,
			signal: null,
			stdout,
			stderr: '',
			stdoutCut: 0,
			stderrCut: 0,
			at: index * 1000,
			ms: 10,
		}));
	});
	return {header: headerOf('seed', 0), outcomes, skipped: 0};
}

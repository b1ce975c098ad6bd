import {readFileSync} from 'node:fs';

const text = readFileSync(new URL('../samples/seed/guide.txt', import.meta.url), 'utf8');

/** The guide's commands with what they printed, in order; null: nothing. */
export const guide: ReadonlyArray<{command: string; output: string | null}> = (() => {
	const blocks = [...text.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language = '', body = '']) => ({language, body}));
	return blocks.flatMap(({language, body}, index) => {
		if (language !== 'sh') return [];
		const next = blocks[index + 1];
		return [{command: body.trim(), output: next && next.language !== 'sh' ? next.body : null}];
	});
})();

/** What the guide shows for a command; the first of several. */
export function shownFor(command: string): string {
	const found = guide.find(entry => entry.command === command);
	if (found?.output === undefined || found.output === null) throw new Error(`the guide does not show ${command}`);
	return found.output;
}

/** Without what differs by the way of copying: trailing blanks, and blanks for tabs. */
export const trimmed = (output: string): string =>
	output
		.split('\n')
		.map(line =>
			line.trimEnd().replace(/^( {8}|\t)+/, indent => '\t'.repeat(indent.replaceAll('\t', ' '.repeat(8)).length / 8)),
		)
		.join('\n')
		.trim();

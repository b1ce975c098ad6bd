import {extname} from 'node:path';
import type {Runner} from '../host/runner.js';
import type {Journal} from '../engine/journal.js';
import type {Text} from '../text/text.js';
import {upkeepText} from '../text/upkeep.js';
import type {Report} from './document.js';
import {html} from './html.js';
import {markdown} from './markdown.js';
import {readReport} from './read.js';
import {reportOf} from './report.js';
import {saveReport, whyNoReport, type Saved} from './save.js';
import {script} from './script.js';

const writers = {md: markdown, html, sh: script} as const satisfies Record<
	string,
	(report: Report, text: Text) => string
>;
export type ReportFormat = keyof typeof writers;
export const reportFormats = Object.keys(writers) as readonly ReportFormat[];

/** What a name may end in. Markdown is plain text, so a name that ends in nothing or in `.txt` promises nothing else. */
const endings: Readonly<Record<string, ReportFormat>> = {
	...{'': 'md', '.md': 'md', '.markdown': 'md', '.txt': 'md'},
	...{'.html': 'html', '.htm': 'html', '.sh': 'sh'},
};

/** The format that a file's name ends in; undefined: it ends in one that we cannot write (`.pdf`). */
export function formatOfName(file: string): ReportFormat | undefined {
	const ending = extname(file).toLowerCase();
	return Object.hasOwn(endings, ending) ? endings[ending] : undefined;
}

/** A file whose name promises another format: what can be written instead. */
export const noSuchFormat = (file: string, {report}: Text): string =>
	report.file.noSuchFormat(file, extname(file), reportFormats);

export type ReportParts = {
	readonly runner: Runner;
	readonly journal: Journal;
	readonly text: Text;
	/** Milliseconds; nothing younger is asked twice. */
	readonly interval: number;
	readonly signal: AbortSignal;
};

export type MadeReport = {
	readonly content: string;
	readonly chapters: ReadonlyArray<{readonly id: string; readonly title: string}>;
};

/** Reads everything and puts it into words. */
export async function makeReport(parts: ReportParts, format: ReportFormat): Promise<MadeReport> {
	// What backups, restores and upgrades found is told with sentences that are loaded late.
	await upkeepText(parts.text);
	const report = reportOf(await readReport(parts), parts.text);
	return {
		content: writers[format](report, parts.text),
		chapters: report.chapters.map(({id, title}) => ({id, title})),
	};
}

/** `code` and `message`: why it was not written; undefined: it was. */
export type NotWritten = {readonly code: 'exists' | 'not-written'; readonly message: string};

/** Puts a report into a file; a sentence for people where that cannot be. */
export async function putReport(
	file: string,
	content: string,
	format: ReportFormat,
	text: Text,
	force = false,
): Promise<NotWritten | undefined> {
	return notWritten(file, await saveReport(file, content, format === 'sh', force), text);
}

/** The same before the host is asked for it. */
export const refuseReport = async (file: string, text: Text, force: boolean): Promise<NotWritten | undefined> =>
	notWritten(file, await whyNoReport(file, force), text);

function notWritten(file: string, saved: Saved | undefined, {report, cli}: Text): NotWritten | undefined {
	if (saved?.kind === 'exists') return {code: 'exists', message: report.file.exists(file)};
	if (saved?.kind !== 'failed') return undefined;
	return {code: 'not-written', message: report.file.failed(file, cli.fileFaults[saved.code] ?? saved.code)};
}

/** Both, for a screen: the sentence that says how it ended. */
export async function writeReport(parts: ReportParts, file: string): Promise<string> {
	const format = formatOfName(file);
	if (format === undefined) return noSuchFormat(file, parts.text);
	const {content} = await makeReport(parts, format);
	const not = await putReport(file, content, format, parts.text);
	return not?.message ?? parts.text.report.file.written(file);
}

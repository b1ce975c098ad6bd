import process from 'node:process';
import {openJournal} from '../install/open-journal.js';
import type {Report} from '../report/document.js';
import {html} from '../report/html.js';
import {markdown} from '../report/markdown.js';
import {readReport} from '../report/read.js';
import {reportOf} from '../report/report.js';
import {saveReport} from '../report/save.js';
import {script} from '../report/script.js';
import type {Text} from '../text/text.js';
import {cannotRun, string, type Answer, type HeadlessCommand, type Values} from './headless.js';

const writers = {md: markdown, html, sh: script} as const satisfies Record<
	string,
	(report: Report, text: Text) => string
>;
type Format = keyof typeof writers;
const formats = Object.keys(writers) as readonly Format[];

/**
 * `report [--format md|html|sh] [--out FILE]`: the host's runbook. Without `--out` it goes to standard output (with
 * `--json` it is the key `document`). Changes nothing but that file.
 */
export const report: HeadlessCommand = {
	name: 'report',
	options: {
		format: {
			value: formats.join('|'),
			refuse: (value, text) => (isFormat(value) ? undefined : text.cli.wanted.oneOf(formats)),
		},
		out: {value: 'FILE', refuse: (value, text) => (value === '' ? text.report.file.wanted : undefined)},
	},
	positionals: {min: 0, max: 0, name: ''},
	changes: false,
	async run({runner, text, settings, signal, say}, values): Promise<Answer> {
		const words = text.report.file;
		const out = string(values, 'out');
		const format = formatOf(values, out);
		say(words.progress);
		const journal = openJournal(runner.kind, process.env);
		const facts = await readReport({runner, journal, interval: settings.interval, signal});
		if (signal.aborted) return {exit: 130, json: {}, lines: []};
		const told = reportOf(facts, text);
		const content = writers[format](told, text);
		const chapters = told.chapters.map(({id, title}) => ({id, title}));
		if (out === undefined) {
			return {
				exit: 0,
				json: {file: null, format, chapters, document: content},
				lines: content.replace(/\n$/, '').split('\n'),
			};
		}

		const saved = await saveReport(out, content, format === 'sh');
		if (saved.kind === 'exists') return cannotRun('exists', words.exists(out));
		if (saved.kind === 'failed') return cannotRun('not-written', words.failed(out, saved.why));
		say(words.written(out));
		return {exit: 0, json: {file: out, format, chapters, bytes: Buffer.byteLength(content)}, lines: []};
	},
};

const isFormat = (value: string): value is Format => formats.some(format => format === value);

/** As asked for, else as the file's name says, else Markdown. */
function formatOf(values: Values, out: string | undefined): Format {
	const asked = string(values, 'format');
	if (asked !== undefined && isFormat(asked)) return asked;
	if (out === undefined) return 'md';
	if (/\.html?$/i.test(out)) return 'html';
	return /\.sh$/i.test(out) ? 'sh' : 'md';
}

import process from 'node:process';
import {openJournal} from '../engine/open-journal.js';
import {
	formatOfName,
	makeReport,
	noSuchFormat,
	putReport,
	refuseReport,
	reportFormats,
	type ReportFormat,
} from '../report/write.js';
import {cannotRun, type Answer, type HeadlessCommand} from './headless.js';
import {string, type Values} from './option.js';

/**
 * `report [--format md|html|sh] [--out FILE]`: the host's runbook. Without `--out` it goes to standard output (with
 * `--json` it is the key `document`). Changes nothing but that file.
 */
export const report: HeadlessCommand = {
	name: 'report',
	options: {
		format: {
			value: reportFormats.join('|'),
			refuse: (value, text) => (isFormat(value) ? undefined : text.cli.wanted.oneOf(reportFormats)),
		},
		out: {value: 'FILE', refuse: (value, text) => (value === '' ? text.report.file.wanted : undefined)},
	},
	positionals: {min: 0, max: 0, name: ''},
	changes: false,
	async run({runner, text, settings, signal, say}, values): Promise<Answer> {
		const words = text.report.file;
		const named = string(values, 'out');
		// As everywhere: the standard output.
		const out = named === '-' ? undefined : named;
		const format = formatOf(values, out);
		if (format === undefined) {
			const error = {code: 'usage', message: noSuchFormat(out ?? '', text), hint: words.nameFormat};
			return {exit: 2, json: {}, lines: [], error};
		}

		const refused = out === undefined ? undefined : await refuseReport(out, text, settings.force);
		if (refused) return cannotRun(refused.code, refused.message);
		say(words.progress);
		const journal = openJournal(runner.kind, process.env);
		const made = await makeReport({runner, journal, text, interval: settings.interval, signal}, format);
		if (signal.aborted) return {exit: 130, json: {}, lines: []};
		const {content, chapters} = made;
		if (out === undefined) {
			return {
				exit: 0,
				json: {file: null, format, chapters, document: content},
				lines: content.replace(/\n$/, '').split('\n'),
			};
		}

		const not = await putReport(out, content, format, text, settings.force);
		if (not) return cannotRun(not.code, not.message);
		say(words.written(out));
		return {exit: 0, json: {file: out, format, chapters, bytes: Buffer.byteLength(content)}, lines: []};
	},
};

const isFormat = (value: string): value is ReportFormat => reportFormats.some(format => format === value);

/** As asked for, else as the file's name says, else Markdown. Undefined: the name promises what cannot be written. */
function formatOf(values: Values, out: string | undefined): ReportFormat | undefined {
	const asked = string(values, 'format');
	if (asked !== undefined && isFormat(asked)) return asked;
	return out === undefined ? 'md' : formatOfName(out);
}

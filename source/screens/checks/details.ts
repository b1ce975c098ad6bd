import type {Report} from '../../checks/check.js';
import type {CheckRow} from '../../checks/source.js';
import {shown as asTyped, typed} from '../../command/command.js';
import {rule, wrap} from '../../components/blocks.js';
import {blank, bold, dim, line, type Line} from '../../components/line.js';
import {marked} from '../../components/marks.js';
import {pad} from '../../components/width.js';
import type {StepView} from '../../engine/session-view.js';
import {copyItems, type CopyItem} from '../copies.js';
import type {Text} from '../../text/text.js';
import {lastLines} from './remedy-lines.js';

const labelWidth = 8;

/** `found   words`, wrapped under itself. */
function labelled(label: string, words: string, width: number, most = Number.POSITIVE_INFINITY): Line[] {
	const lines = wrap(words, Math.max(10, width - labelWidth));
	return lines.slice(0, most).map((each, index) => line(dim(pad(index === 0 ? label : '', labelWidth)), each));
}

const heading = ({title, report}: CheckRow, text: Text): Line =>
	report
		? line(bold(title), '  ', marked(report.result, text.checks.results[report.result]))
		: line(bold(title), '  ', dim(text.checks.asking));

/** Everything that a check has to say, for the pane that scrolls. Its first line names it and says the result. */
export function detailLines(row: CheckRow, text: Text, width: number, last?: StepView): readonly Line[] {
	const {report} = row;
	const {checks} = text;
	if (!report) return [heading(row, text)];
	return [
		heading(row, text),
		blank,
		...lastLines(last, text, width),
		...labelled(checks.found, report.found, width),
		...labelled(checks.wanted, report.wanted, width),
		...labelled(checks.why, report.why, width),
		...(report.remedy ? [blank, ...remedyLines(report, text, width)] : []),
		blank,
		rule(checks.evidence, width),
		...evidenceLines(report, text, width),
	];
}

function evidenceLines({evidence}: Report, text: Text, width: number): Line[] {
	const {checks} = text;
	if (evidence.length === 0) return [line(dim(checks.noEvidence))];
	return evidence.flatMap(({argv, exit, kind, lines}) => [
		...wrap(`$ ${asTyped(argv)}`, width).map(each => line(each)),
		...lines.flatMap(each => wrap(each.trim(), width - 4).map(part => line(dim(`    ${part}`)))),
		line(dim(`    ${checks.exit(exit, kind)}`)),
	]);
}

function remedyLines({remedy}: Report, text: Text, width: number): Line[] {
	if (!remedy) return [];
	const {checks} = text;
	return [
		rule(checks.remedy, width),
		...wrap(remedy.note, width).map(each => line(each)),
		...remedy.commands.flatMap(command =>
			`# ${typed(command)}`.split('\n').flatMap(part => wrap(part, width).map(each => line(bold(each)))),
		),
		...wrap(remedy.fix ? checks.applies : remedy.commands.length > 0 ? checks.byHand : checks.noCommands, width).map(
			each => line(dim(each)),
		),
	];
}

/** Under the list of a narrow window: the most important lines of it, `height` at most. */
export function shortLines(row: CheckRow, text: Text, width: number, height: number): readonly Line[] {
	const {checks} = text;
	const title = rule(row.title, width, checks.openHint);
	const {report} = row;
	if (!report) return [title, line(dim(checks.asking))];
	const [command] = report.remedy?.commands ?? [];
	const remedy = command ? asTyped(command.argv) : report.remedy?.note;
	return [
		title,
		...labelled(checks.found, report.found, width, 2),
		...labelled(checks.wanted, report.wanted, width, 1),
		...labelled(checks.why, report.why, width, 3),
		...(remedy === undefined ? [] : labelled(checks.remedy, remedy, width, 2)),
	].slice(0, height);
}

/** What `C` copies: the remedy's commands, else those that were asked. */
export function copyText({report}: CheckRow): string | undefined {
	if (!report) return undefined;
	const lines = report.remedy?.commands.length
		? report.remedy.commands.map(command => typed(command))
		: report.evidence.map(({argv}) => asTyped(argv));
	return lines.length === 0 ? undefined : lines.join('\n');
}

/** What can be copied of a check: what would mend it (or what it asked), its name, what was found. */
export function checkCopies(row: CheckRow, {objects}: Text): readonly CopyItem[] {
	const {labels} = objects.copy;
	return copyItems(
		[labels.commands, copyText(row)],
		[labels.id, row.id],
		[labels.title, row.title],
		[labels.found, row.report?.found],
	);
}

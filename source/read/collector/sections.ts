import type {CollectorSection} from '../../command/collector.js';
import type {Outcome} from '../../command/outcome.js';

/** All closed sections of an output, by name. Not by lines: one of them may be a megabyte, and there are thousands. */
export function sectionsOf(stdout: string, token: string): ReadonlyMap<string, CollectorSection> {
	const mark = `@@${token} `;
	const sections = new Map<string, CollectorSection>();
	for (let from = 0; from < stdout.length;) {
		let at = stdout.indexOf(mark, from);
		while (at > 0 && stdout[at - 1] !== '\n') at = stdout.indexOf(mark, at + 1);
		if (at < 0) break;
		const end = stdout.indexOf('\n', at);
		const line = stdout.slice(at, end < 0 ? stdout.length : end);
		const section = closedBy(line, mark, stdout.slice(from, Math.max(from, at - 1)));
		sections.set(section.name, section);
		from = at + line.length + 1;
	}

	return sections;
}

function closedBy(line: string, mark: string, body: string): CollectorSection {
	const space = line.lastIndexOf(' ');
	const exit = line.slice(space + 1);
	return {name: line.slice(mark.length, space), body, exit: /^\d{1,3}$/.test(exit) ? Number(exit) : 255};
}

/**
 * A section as the outcome of its command, so that the same readers take it. Standard error stands between the lines
 * of standard output here: of a command that failed, both streams are given the whole body.
 */
export function outcomeOf(whole: Outcome, section: CollectorSection, argv: readonly string[]): Outcome {
	const {exit, body} = section;
	const kind = exit === 0 ? 'ok' : exit === 127 ? 'not-found' : 'failed';
	return {...whole, argv, kind, exit, signal: null, stdout: body, stderr: exit === 0 ? '' : body, stderrCut: 0};
}

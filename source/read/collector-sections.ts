import type {CollectorSection} from '../command/collector.js';
import type {Outcome} from '../command/outcome.js';

export interface SectionReader {
	/** The next line. Returns the section that it closes. */
	line(line: string): CollectorSection | undefined;
}

/** Takes the collector's lines as they come; what stands after the last closing line belongs to no section. */
export function createSectionReader(token: string): SectionReader {
	const mark = `@@${token} `;
	let body: string[] = [];
	return {
		line(line) {
			if (!line.startsWith(mark)) {
				body.push(line);
				return undefined;
			}

			const space = line.lastIndexOf(' ');
			const exit = line.slice(space + 1);
			const name = line.slice(mark.length, space);
			const section = {name, body: body.join('\n'), exit: /^\d{1,3}$/.test(exit) ? Number(exit) : 255};
			body = [];
			return section;
		},
	};
}

/** All closed sections of an output, by name. */
export function sectionsOf(stdout: string, token: string): ReadonlyMap<string, CollectorSection> {
	const reader = createSectionReader(token);
	const sections = new Map<string, CollectorSection>();
	for (const line of stdout.split('\n')) {
		const section = reader.line(line);
		if (section) sections.set(section.name, section);
	}

	return sections;
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

import {spaceQuestion} from '../../command/space-collector.js';
import type {Outcome} from '../../command/outcome.js';
import {sectionsOf} from './sections.js';

/**
 * The outcomes of the commands that a namespace's collector ran (`command/space-collector.ts`), by their argv. What it did
 * not come to, or what has no whole output, is not among them.
 */
export function readSpaceParts(outcome: Outcome): ReadonlyMap<string, Outcome> {
	const question = spaceQuestion(outcome.argv);
	if (!question || outcome.stdoutCut > 0) return new Map();
	const sections = sectionsOf(outcome.stdout, question.token);
	return new Map(
		question.parts.flatMap(({section, argv}) => {
			const part = sections.get(section);
			const error = sections.get(`${section}/error`);
			if (!part || !error) return [];
			const {exit, body} = part;
			const kind = exit === 0 ? 'ok' : exit === 127 ? 'not-found' : 'failed';
			const own = [...outcome.argv.slice(0, 2), ...argv];
			return [
				[
					spaceKey(argv),
					{...outcome, argv: own, kind, exit, signal: null, stdout: body, stderr: error.body, stderrCut: 0} as const,
				],
			];
		}),
	);
}

export const spaceKey = (argv: readonly string[]): string => argv.join('\0');

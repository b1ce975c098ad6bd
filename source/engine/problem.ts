import type {Outcome} from '../command/outcome.js';
import {firstLine} from '../read/reading.js';
import type {Coded, IdText} from '../text/ids.js';

/** Why a command did not do what it should, in one sentence with the tool's own words; undefined: it ended well. */
export function outcomeProblem(outcome: Outcome, text: IdText): Coded | undefined {
	const {engine} = text.install;
	const tool = outcome.argv[0] ?? '';
	switch (outcome.kind) {
		case 'ok': {
			return undefined;
		}

		case 'not-found': {
			const name = text.common.package[tool];
			return name === undefined ? engine.notFound(tool) : text.common.toolMissing(tool, name);
		}

		case 'not-permitted': {
			return engine.notPermitted(tool, lastLine(outcome.stderr));
		}

		case 'timed-out': {
			return engine.timedOut(tool, Math.round(outcome.ms / 1000));
		}

		case 'killed': {
			return engine.killed(tool, outcome.signal ?? '?');
		}

		case 'aborted': {
			return engine.ended(tool);
		}

		case 'failed': {
			const hint = tool === 'curl' ? engine.curl[String(outcome.exit)] : undefined;
			const said = tool === 'curl' ? lastLine(outcome.stderr) : firstLine(outcome.stderr) || firstLine(outcome.stdout);
			return engine.failed(tool, outcome.exit ?? -1, [said, hint].filter(Boolean).join('. '));
		}
	}
}

/** curl's own words come after its progress table. */
function lastLine(text: string): string {
	return (
		text
			.trimEnd()
			.split(/[\n\r]/)
			.at(-1)
			?.trim() ?? ''
	);
}

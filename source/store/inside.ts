import {randomBytes} from 'node:crypto';
import type {Command} from '../command/command.js';
import {inside} from '../command/inside.js';
import type {Outcome} from '../command/outcome.js';
import {collectInside} from '../command/space-collector.js';
import type {Namespace} from '../facts/network.js';
import {readSpaceParts, spaceKey} from '../read/collector/space.js';
import {needsRoot} from '../read/reading.js';
import {usualNeeds} from './walk-needs.js';

type Ask = (command: Command, signal?: AbortSignal) => Promise<Outcome>;

/**
 * Asks inside of a namespace, entered by this file. What nearly every question wants is read by one program there; the rest,
 * and what that program did not come to, each by its own. Where nobody may enter, nobody tries again.
 */
export function askInside(ask: Ask, file: string, space: Namespace, signal?: AbortSignal): Ask {
	const token = randomBytes(16).toString('hex');
	const collecting = ask(collectInside(file, token, spaceSettings(space)), signal).then(outcome => ({
		refused: isRefused(outcome) ? outcome : undefined,
		parts: readSpaceParts(outcome),
	}));
	return async (command, stop) => {
		if (command.direct?.kind === 'api') return ask(command, stop);
		const {refused, parts} = await collecting;
		const own = inside(file, command);
		if (refused) return {...refused, argv: own.argv, stdout: ''};
		return parts.get(spaceKey(command.argv)) ?? lacking(await ask(own, stop));
	};
}

/** The kernel settings that are asked for in the words of `usualNeeds`, so that its question is answered by the same ones. */
export const spaceSettings = ({links}: Namespace): readonly string[] =>
	usualNeeds(links.map(({name}) => name)).flatMap(need => (need.kind === 'sysctl' ? need.name : []));

/** The namespace was not entered, or nobody wants the answer any more: it is the same for each question. */
const isRefused = ({kind, stderr, stdout}: Outcome): boolean =>
	kind === 'aborted' ||
	kind === 'not-permitted' ||
	(kind === 'not-found' && stdout === '') ||
	(kind === 'failed' && stdout === '' && needsRoot.test(stderr));

/** nsenter itself is there; what it should start is not. */
const lacking = (outcome: Outcome): Outcome =>
	outcome.kind === 'failed' && outcome.exit === 127 && /failed to execute .*No such file/.test(outcome.stderr)
		? {...outcome, kind: 'not-found'}
		: outcome;

import type {OnText} from '../../text/on.js';
import type {forms} from './archive.js';
import type {Line} from './line.js';
import type {Request} from './request.js';

/** What all that happens on servers is given. */
export type OnGiven = {
	readonly request: Request;
	readonly text: OnText;
	readonly formFor: ReturnType<typeof forms>;
	/** ctrl-c: what runs is told to stop. */
	readonly signal: AbortSignal;
	/** A line to a server, closed at the end. */
	readonly open: (server: string) => Promise<Line>;
	/** What the program on each server reads from its standard input; undefined: nothing. */
	readonly token?: string | undefined;
	/** Where ssh and sudo can ask a person (`terminalOf`); undefined: nowhere. */
	readonly terminal?: number | undefined;
};

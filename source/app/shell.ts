import type {Reading} from '../facts/reading.js';
import type {ReachWorld} from '../model/reach/facts.js';
import type {Language} from '../text/text.js';
import type {OnMouse} from './use-mouse.js';
import type {CommandLog} from '../host/command-log.js';

/** What only the frame may do: leave, and start again as root. Made by `open.tsx`. */
export type Shell = {
	readonly log: CommandLog;
	readonly isRoot: boolean;
	readonly language: Language;
	readonly quit: () => void;
	/** How a person starts this program again. */
	readonly program: string;
	/** Hands the terminal to sudo; resolves with a sentence when it could not. */
	readonly becomeRoot: () => Promise<string | undefined>;
	readonly copy: (text: string) => void;
	/** What an answer to `can A reach B` rests on, read anew. */
	readonly readReach: (signal: AbortSignal) => Promise<Reading<ReachWorld>>;
	/** Where the mouse is told; undefined: it is off. */
	readonly onMouse?: OnMouse;
};

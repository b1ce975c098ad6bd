import type {Capture} from '../command/tcpdump.js';
import type {Reading} from '../facts/reading.js';
import type {ReachWorld} from '../model/reach/facts.js';
import type {Language} from '../text/text.js';
import type {ConnectionsFound, PacketsSubject, PlaceFound, SavingState} from './packets/watched.js';
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
	/** Where packets of a named place are looked at. */
	readonly findPackets: (subject: PacketsSubject, signal: AbortSignal) => Promise<PlaceFound>;
	/** Whose connections those of a named place are. */
	readonly findConnections: (subject: PacketsSubject, signal: AbortSignal) => Promise<ConnectionsFound>;
	/** Saves packets into a new file in the folder that the program was started in, until the signal ends it. */
	readonly savePackets: (
		name: string,
		capture: Capture,
		signal: AbortSignal,
		onCount: (file: string, packets: number, bytes: number) => void,
	) => Promise<Omit<SavingState, 'running'>>;
	/** Where the mouse is told; undefined: it is off. */
	readonly onMouse?: OnMouse;
};

import type {ChecksSource} from '../checks/source.js';
import type {Command} from '../command/command.js';
import type {ObjectName} from '../command/kubectl.js';
import type {Outcome} from '../command/outcome.js';
import type {LayerSubject} from '../model/layers/subject.js';
import type {Text} from '../text/text.js';
import type {Pacer} from '../store/pacer.js';
import type {Sources} from '../store/sources.js';
import type {CopyItem} from './copies.js';
import type {Sessions} from './sessions.js';

/** A screen by its name in the catalogue. */
export type ScreenId = keyof Text['app']['screens'];

/** The checks stand to the right of the store, so that the app puts them in. */
export type AllSources = Sources & {readonly checks: ChecksSource};

/** What a screen may use. It never sees a host, a runner or another screen. */
export type Services = {
	readonly text: Text;
	/** The header says SIMULATED or RECORDED; a screen only asks whether changes can run here. */
	readonly kind: 'local' | 'simulated' | 'recorded';
	readonly readOnly: boolean;
	/** Who forbids changes: an option, or the config file (`commands/read-only.ts`). Default: `--read-only`. */
	readonly readOnlyBy?: string;
	/** When what is replayed was recorded: milliseconds since the epoch. */
	readonly recordedAt?: number;
	/** How many secrets were hidden when it was recorded. */
	readonly recordedHidden?: number;
	readonly pacer: Pacer;
	readonly sources: AllSources;
	readonly sessions: Sessions;
	/** One read-only command, asked by a key (raw views). Never rejects; goes through the runner and its log. */
	readonly ask: (command: Command, signal?: AbortSignal) => Promise<Outcome>;
	/** One read-only command that goes on (a log): each line as it comes, until the signal ends it. */
	readonly follow: (
		command: Command,
		onLine: (line: string, stream: 'stdout' | 'stderr') => void,
		signal: AbortSignal,
	) => Promise<Outcome>;
	/** One command that changes the cluster, agreed to by a person. Never rejects; in the log, refused where nothing may change. */
	readonly change: (command: Command) => Promise<Outcome>;
	/** Gives the whole terminal to a program (a shell) and takes it back when that ends. */
	readonly handOver: (command: Command) => Promise<Outcome>;
	/** k0s-tui on another server, over ssh, on the whole terminal until it ends; resolves with why it was not opened. */
	readonly openServer: (server: string) => Promise<string | undefined>;
	/** Saves a text into a new file in the folder that the program was started in; resolves with what to say. */
	readonly save: (name: string, text: string) => Promise<string>;
	/** Shows another screen. */
	readonly go: (screen: ScreenId) => void;
	/** Opens what belongs to an object on other layers (`i`); esc comes back. */
	readonly across: (subject: LayerSubject) => void;
	/** Opens what is known of one object (`Y`, `e` …) on Status; esc comes back. */
	readonly showObject: (show: 'why' | 'events', object: ObjectName) => void;
	/** Opens the question whether one place reaches another (`R`); places as `reach` takes them. */
	readonly reach: (subject: {readonly from?: string; readonly to?: string; readonly policy?: string}) => void;
	/** Shows packets as they pass (`t`); names as `packets` takes them. */
	readonly packets: (subject: {readonly name?: string; readonly link?: string}) => void;
	/** Puts a text into the terminal's clipboard (OSC 52) and says so in the footer. */
	readonly copy: (text: string) => void;
	/**
	 * Opens the menu of what can be copied of the selected row (`C`). The menu has the keys at once, what stands in it may
	 * come a moment later.
	 */
	readonly offer: (items: () => readonly CopyItem[] | Promise<readonly CopyItem[]>) => void;
	/** One line above the footer for a few seconds. */
	readonly notify: (message: string) => void;
};

/** The body of the frame is the screen's: exactly this size. */
export type ScreenProps = {readonly services: Services; readonly width: number; readonly height: number};

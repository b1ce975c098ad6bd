import {type Option, type Values} from './option.js';
import type {Runner} from '../host/runner.js';
import type {KeyTable} from '../keys/rebind.js';
import type {Text} from '../text/text.js';
import type {Settings} from './settings.js';

/** What a headless command is given. Data goes into its Answer; `say` writes a progress line to standard error. */
export type Invocation = {
	readonly runner: Runner;
	readonly text: Text;
	readonly settings: Settings;
	readonly signal: AbortSignal;
	readonly say: (line: string) => void;
	/** Data as it comes, made visible, for standard output; undefined: with --json there is one object at the end. */
	readonly show?: ((lines: readonly string[]) => void) | undefined;
	/** The key tables of the screens: whoever starts the program has them. Undefined: nobody gave them. */
	readonly keyTables?: KeyTables | undefined;
};

export type KeyTables = () => Promise<readonly KeyTable[]>;

export type Exit = 0 | 1 | 2 | 3 | 4 | 130;

/** `json`: the command's own keys of the contract; the envelope (schema, host, time) is added around them. */
export type Answer = {
	readonly exit: Exit;
	readonly json: Readonly<Record<string, unknown>>;
	/** The human form, for standard output. Text from outside must have been made visible (terminal/sanitise). */
	readonly lines: readonly string[];
	/** Why it could not run at all or failed: one line on standard error, and `error` in the JSON. */
	readonly error?: {readonly code: string; readonly message: string; readonly command?: string; readonly hint?: string};
};

export type HeadlessCommand = {
	readonly name: string;
	readonly options: Readonly<Record<string, Option>>;
	readonly positionals: {readonly min: number; readonly max: number; readonly name: string};
	/** Changes the host (with these options): wants --yes or a yes, refuses under --read-only and --replay. */
	readonly changes: boolean | ((values: Values) => boolean);
	/** Its first argument is the file that all its commands and their answers are recorded into. */
	readonly records?: true;
	/** What it would run now: shown before a person is asked, and where nobody can be. Of one that changes the host. */
	plan?(invocation: Invocation, values: Values, positionals: readonly string[]): Promise<Answer>;
	run(invocation: Invocation, values: Values, positionals: readonly string[]): Promise<Answer>;
};

/** Words that the command does not understand: exit 2, and nothing was asked. */
export const usage = (message: string): Answer => ({exit: 2, json: {}, lines: [], error: {code: 'usage', message}});

/** Could not run at all: exit 3 with one line. */
export const cannotRun = (code: string, message: string, hint?: string): Answer => ({
	exit: 3,
	json: {},
	lines: [],
	error: {code, message, ...(hint === undefined ? {} : {hint})},
});

/** Why a run could not be begun, or had to end: another one holds the host's lock, or something broke. */
export const faulted = (end: string | undefined, fault: string): Answer =>
	cannotRun(end === 'blocked' ? 'locked' : 'fault', fault);

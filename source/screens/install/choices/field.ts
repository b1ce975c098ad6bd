import type {InstallAnswers} from '../../../install/answers.js';
import type {InstallSession} from '../../../install/session.js';
import type {Text} from '../../../text/text.js';

/** What the probes read last, and the stable release once it was asked for. */
export type Seen = ReturnType<InstallSession['seen']> & {readonly stable?: Stable};

/** Or why it is not known. */
export type Stable = {readonly version: string} | {readonly version: null; readonly said: string};

export type Option = {
	readonly id: string;
	readonly name: string;
	readonly note: string;
	readonly chosen: boolean;
	/** What choosing it makes of the answers. */
	readonly answers: InstallAnswers;
};

export type Entry = {
	/** What is wrong with what was typed, in one sentence; undefined: it can be taken. */
	readonly refuse: (typed: string, text: Text) => string | undefined;
	/** Nothing typed: as it is. */
	readonly take: (typed: string | undefined, answers: InstallAnswers) => InstallAnswers;
};

/** One thing to decide: a few options, a text to type, or both. */
export type Field = {
	readonly id: FieldId;
	/** In the list, beside its name. */
	readonly value: (answers: InstallAnswers, text: Text) => string;
	readonly options: (answers: InstallAnswers, seen: Seen, text: Text) => readonly Option[];
	readonly entry?: Entry;
};

export type FieldId = 'role' | 'token' | 'profile' | 'nodes' | 'version' | 'way' | 'file' | 'hostname' | 'interface';
export type EntryId = Exclude<FieldId, 'role' | 'profile' | 'way'>;

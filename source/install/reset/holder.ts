import {createListeners} from '../../listeners.js';
import process from 'node:process';
import {hostFolders} from '../../engine/worker/folders.js';
import {readHolder} from '../../engine/worker/holder.js';
import type {SessionParts} from '../session.js';
import type {ResetSession} from './session.js';

export type ResetView = {
	/** The one that was asked for last; undefined: none yet. */
	readonly session: ResetSession | undefined;
	/** What the last undo or reset left, in words; empty: nothing; undefined: nobody looked. */
	readonly left: readonly string[] | undefined;
};

/** The reset of one host for a screen: each is made anew, since what it must know changes with every run. */
export interface ResetHolder {
	/** The same reference while nothing changed. */
	get(): ResetView;
	subscribe(listener: () => void): () => void;
	/** The one that runs, or a new one that looks at the host. */
	open(): Promise<ResetSession>;
	/** The reset that somebody else began and that goes on now: it is followed from here on. */
	join(): Promise<void>;
	/** Looks what is there of k0s, for whoever took it away: an undo leaves much of it. */
	look(): Promise<void>;
	/** What was told of it counts no more: something else ran. */
	forget(): void;
}

export function createResetHolder(parts: SessionParts & {readonly onEnd: () => void}): ResetHolder {
	const listeners = createListeners();
	let view: ResetView = {session: undefined, left: undefined};
	let opening: Promise<ResetSession> | undefined;
	const change = (next: Partial<ResetView>): void => {
		view = {...view, ...next};
		listeners.tell();
	};

	/** Loaded when somebody asks: a start of the screen does without. */
	const create = async (): Promise<ResetSession> => {
		const {createResetSession} = await import('./session.js');
		return createResetSession({...parts, dataDir: undefined});
	};

	const make = async (): Promise<ResetSession> => {
		const session = await create();
		let was = false;
		session.subscribe(() => {
			const now = session.busy();
			if (was && !now) parts.onEnd();
			was = now;
		});
		change({session});
		await session.refresh();
		return session;
	};

	return {
		get: () => view,
		subscribe: listeners.add,
		async open() {
			if (view.session?.busy()) return view.session;
			opening ??= make().finally(() => {
				opening = undefined;
			});
			return opening;
		},
		async join() {
			if (parts.runner.kind !== 'local' || parts.runner.readOnly) return;
			const holder = await readHolder(hostFolders(process.env)).catch(() => undefined);
			if (holder?.list === 'reset') await this.open();
		},
		async look() {
			const session = await create();
			const {leftWords} = await import('./left-words.js');
			change({left: leftWords(await session.left(), parts.text)});
		},
		forget() {
			if (view.left !== undefined) change({left: undefined});
		},
	};
}

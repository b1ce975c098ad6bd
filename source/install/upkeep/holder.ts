import process from 'node:process';
import {createListeners} from '../../listeners.js';
import type {JournalRecord} from '../../engine/journal.js';
import {hostFolders} from '../../engine/worker/folders.js';
import {readHolder} from '../../engine/worker/holder.js';
import type {SessionParts} from '../session.js';
import {cutUpkeep, type CutUpkeep} from './cut.js';
import type {UpkeepSession} from './session.js';
import {upkeepLists, type UpkeepKind, type UpkeepWanted} from './wanted.js';

export type UpkeepView = {
	readonly kind: UpkeepKind | undefined;
	/** What it was made for; undefined: another login began it, and only the session knows. */
	readonly wanted: UpkeepWanted | undefined;
	/** The one that was asked for last; undefined: none yet. */
	readonly session: UpkeepSession | undefined;
	/** One that was cut off, by the journal, until a session tells more. */
	readonly cut: CutUpkeep | undefined;
};

/**
 * Backup, restore and upgrade of one host for a screen: one at a time, each made anew for what was asked, and loaded only then.
 */
export interface UpkeepHolder {
	/** The same reference while nothing changed. */
	get(): UpkeepView;
	subscribe(listener: () => void): () => void;
	/** The one that runs, whatever it is, or a new one that looks at the host. */
	open(wanted: UpkeepWanted): Promise<UpkeepSession>;
	/** The one that somebody else began and that goes on now: it is followed from here on. */
	join(): Promise<void>;
	/** What the journal held when it was read: a run that was cut off is told before anybody asks. */
	found(records: readonly JournalRecord[]): void;
	busy(): boolean;
}

export function createUpkeepHolder(parts: SessionParts & {readonly onEnd: () => void}): UpkeepHolder {
	const listeners = createListeners();
	let view: UpkeepView = {kind: undefined, wanted: undefined, session: undefined, cut: undefined};
	let opening: Promise<UpkeepSession> | undefined;
	const change = (next: Partial<UpkeepView>): void => {
		view = {...view, ...next};
		listeners.tell();
	};

	const take = (session: UpkeepSession, kind: UpkeepKind, wanted: UpkeepWanted | undefined): void => {
		let was = session.busy();
		session.subscribe(() => {
			const now = session.busy();
			if (was && !now) parts.onEnd();
			was = now;
		});
		change({session, kind, wanted, cut: view.cut?.kind === kind ? undefined : view.cut});
	};

	const make = async (wanted: UpkeepWanted): Promise<UpkeepSession> => {
		const {createUpkeepSession} = await import('./session.js');
		const session = await createUpkeepSession(parts, wanted);
		take(session, wanted.kind, wanted);
		await session.refresh();
		return session;
	};

	return {
		get: () => view,
		subscribe: listeners.add,
		async open(wanted) {
			if (view.session?.busy()) return view.session;
			opening ??= make(wanted).finally(() => {
				opening = undefined;
			});
			return opening;
		},
		async join() {
			if (parts.runner.kind !== 'local' || parts.runner.readOnly) return;
			const holder = await readHolder(hostFolders(process.env)).catch(() => undefined);
			const kind = upkeepLists.find(list => list === holder?.list);
			if (kind === undefined) return;
			const {createUpkeepSession} = await import('./session.js');
			// The answers of the run that is joined take the place of these.
			const session = await createUpkeepSession(parts, anyOf(kind));
			if ((await session.join()) !== undefined) take(session, kind, undefined);
		},
		found(records) {
			if (view.session !== undefined) return;
			const cut = cutUpkeep(records);
			if (cut !== undefined || view.cut !== undefined) change({cut});
		},
		busy: () => view.session?.busy() === true,
	};
}

const anyOf = (kind: UpkeepKind): UpkeepWanted =>
	kind === 'backup' ? {kind} : kind === 'restore' ? {kind, file: '/'} : {kind, to: ''};

import type {SessionView} from '../engine/session-view.js';
import type {UpkeepKind} from '../install/upkeep/wanted.js';
import type {Text} from '../text/text.js';
import type {ScreenId, Services} from './services.js';

/** Work that is under way, or that was stopped midway and waits to be gone on with. */
export type Job = {
	readonly id: 'install' | 'undo' | 'reset' | UpkeepKind | 'demo' | 'fix';
	readonly state: 'running' | 'interrupted';
	/** The screen that shows it. */
	readonly screen: ScreenId;
	/** Counted from 1. */
	readonly step: {readonly at: number; readonly of: number; readonly title: string} | undefined;
	/** Of what is being downloaded; null: nothing, or its size is unknown. */
	readonly percent: number | null;
};

type Seen = Pick<SessionView, 'steps' | 'running' | 'cut' | 'doing' | 'progress'>;

/** `hasRun`: whether it can be a job at all; its view is made of every step. */
type Session = {get(): Seen; hasRun?(): boolean};

/** What jobs are read from: a part of the sessions, so that a test can make one. */
export type Working = {
	readonly install: Session;
	readonly reset: {get(): {readonly session: {get(): Seen; busy(): boolean} | undefined}};
	readonly upkeep: {
		get(): {
			readonly kind: UpkeepKind | undefined;
			readonly session: {get(): Seen} | undefined;
			readonly cut: {readonly kind: UpkeepKind} | undefined;
		};
	};
	readonly demo: Session;
	readonly remedies: {get(): {readonly busy: boolean; readonly session: Seen | undefined}};
};

function placeOf({steps}: Seen, id: string | undefined): Job['step'] {
	const index = steps.findIndex(step => step.id === id);
	return index < 0 ? undefined : {at: index + 1, of: steps.length, title: steps[index]?.title ?? ''};
}

const percentOf = ({progress}: Seen): number | null =>
	progress?.total ? Math.floor((Math.min(progress.received, progress.total) / progress.total) * 100) : null;

function jobOf(id: Job['id'], screen: ScreenId, seen: Seen): Job | undefined {
	const at = seen.running ?? seen.cut;
	if (at === undefined && seen.doing === undefined) return undefined;
	const state = seen.running === undefined && seen.doing === undefined ? 'interrupted' : 'running';
	return {
		...{id: id === 'install' && seen.doing === 'undo' ? 'undo' : id, state, screen},
		...{step: placeOf(seen, at), percent: percentOf(seen)},
	};
}

/** Its own undo is told by its name: going back is a part of it. A run that was cut off is known before its session is made. */
function upkeepJob({kind, session, cut}: ReturnType<Working['upkeep']['get']>): Job | undefined {
	const job = session === undefined || kind === undefined ? undefined : jobOf(kind, 'install', session.get());
	if (job !== undefined || cut === undefined) return job;
	return {...{id: cut.kind, state: 'interrupted', screen: 'install'}, ...{step: undefined, percent: null}};
}

const mayWork = (session: Session): boolean => session.hasRun?.() ?? true;

/** What works now comes first, then what was interrupted. */
export function jobsOf({install, reset, upkeep, demo, remedies}: Working): readonly Job[] {
	const {session} = reset.get();
	const {busy, session: fixing} = remedies.get();
	const kept = upkeep.get();
	const all = [
		mayWork(install) ? jobOf('install', 'install', install.get()) : undefined,
		session === undefined ? undefined : jobOf('reset', 'install', session.get()),
		upkeepJob(kept),
		mayWork(demo) ? jobOf('demo', 'demo', demo.get()) : undefined,
		busy && fixing ? jobOf('fix', 'checks', fixing) : undefined,
	].filter(job => job !== undefined);
	return [...all.filter(({state}) => state === 'running'), ...all.filter(({state}) => state !== 'running')];
}

/** On a real host a worker does an install, an undo, a reset and what keeps the cluster, and goes on; all else ends with this process. */
export const goesOn = ({id}: Job, kind: Services['kind']): boolean => kind === 'local' && !ofThisProcess.has(id);

const ofThisProcess: ReadonlySet<Job['id']> = new Set(['demo', 'fix']);

/** `install 6/10 · 49 %`, or `install interrupted`: for the header. */
export function jobWords({id, state, step, percent}: Job, {app: {jobs: words}}: Text): string {
	const name = words.names[id];
	if (state === 'interrupted') return words.interrupted(name);
	const place = step === undefined ? '' : ` ${step.at}/${step.of}`;
	return `${name}${place}${percent === null ? '' : ` · ${percent} %`}`;
}

/** `step 6 of 10, Download, 49 %`: in a sentence. */
export const jobPlace = ({step, percent}: Job, {app: {jobs: words}}: Text): string =>
	[
		...(step === undefined ? [] : [words.step(step.at, step.of), step.title]),
		...(percent === null ? [] : [`${percent} %`]),
	].join(', ');

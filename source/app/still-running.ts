import {goesOn, jobPlace, jobsOf, type Job, type Working} from '../screens/jobs.js';
import type {Services} from '../screens/services.js';
import type {Text} from '../text/text.js';

type Work = {readonly kind: Services['kind']; readonly sessions: Working};

export type StillRunning = {
	/** In the question before quitting: what runs, where it stands, and what becomes of it. Sentences. */
	readonly asked: readonly string[];
	/** After it, in the shell: the same again, with the command that shows it. Lines. */
	readonly left: readonly string[];
};

/** What quitting does to what is still running; undefined: nothing is. `program`: how this program is started again. */
export function stillRunning({kind, sessions}: Work, program: string, text: Text): StillRunning | undefined {
	const jobs = jobsOf(sessions).filter(({state}) => state === 'running');
	if (jobs.length === 0) return undefined;
	const words = text.app.quit;
	const place = (job: Job): string => jobPlace(job, text);
	const name = ({id}: Job): string => text.app.jobs.names[id];
	const command = ({screen}: Job): string => `${program} --screen ${screen}`;
	return {
		asked: jobs.flatMap(job => [
			// The question stands as it was asked, so it has no figure that goes on: the header has it.
			words.running(name(job), place({...job, percent: null})),
			goesOn(job, kind) ? words.goesOn : words.stops(name(job)),
		]),
		left: jobs.map(job =>
			goesOn(job, kind)
				? words.wentOn(name(job), place(job), command(job))
				: words.stopped(name(job), place(job), kind === 'simulated' ? '' : command(job)),
		),
	};
}

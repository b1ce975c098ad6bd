import type {Services} from '../screens/services.js';
import type {Text} from '../text/text.js';

type Work = {
	readonly kind: Services['kind'];
	readonly sessions: {
		readonly install: {get(): {readonly running: string | undefined}};
		readonly reset: {get(): {readonly session: {busy(): boolean} | undefined}};
		readonly demo: {get(): {readonly running: string | undefined}};
		readonly remedies: {get(): {readonly busy: boolean}};
	};
};

/**
 * What the question before quitting says: what is still running, and what becomes of it. Undefined: nothing is running.
 * On a real host a worker does an install or a reset and goes on; all else runs in this process and ends with it.
 */
export function stillRunning({kind, sessions}: Work, text: Text): readonly string[] | undefined {
	const {running, goesOn, stops} = text.app.quit;
	const {install, reset, demo, remedies} = sessions;
	const ofWorker = [
		...(install.get().running === undefined ? [] : [running.install]),
		...(reset.get().session?.busy() ? [running.reset] : []),
	];
	const ofOurs = [
		...(kind === 'local' ? [] : ofWorker),
		...(demo.get().running === undefined ? [] : [running.demo]),
		...(remedies.get().busy ? [running.fix] : []),
	];
	if (ofOurs.length > 0) return [...ofOurs, stops];
	return ofWorker.length > 0 ? [...ofWorker, goesOn] : undefined;
}

import type {Runner} from '../host/runner.js';
import {createClock} from '../install/clock.js';
import {openJournal, speedOf} from '../install/open-journal.js';
import {createInstallSession} from '../install/session.js';
import type {Sessions} from '../screens/sessions.js';
import {createDemoSession} from '../smoke/session.js';
import type {Text} from '../text/text.js';

/** The work that outlives a tab: one install and one demo a process, on one journal. */
export function createSessions(parts: {
	readonly runner: Runner;
	readonly text: Text;
	readonly env: Readonly<Record<string, string | undefined>>;
}): Sessions {
	const {runner, text, env} = parts;
	const shared = {runner, text, journal: openJournal(runner.kind, env), clock: createClock(speedOf(runner.kind, env))};
	return {install: createInstallSession(shared), demo: createDemoSession(shared)};
}

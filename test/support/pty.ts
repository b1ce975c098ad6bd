import {afterEach, describe} from 'vitest';
import {loaded, openSession, type Session} from './session.js';

export type {Session} from './session.js';

/** A group of tests on a pseudo-terminal; skipped, with the reason in its name, where none can be made. */
export function describeOnTerminal(name: string, tests: () => void): void {
	if (loaded.spawn) describe(name, tests);
	else describe.skip(`${name} (no pseudo-terminal here: ${loaded.reason})`, tests);
}

const sessions = new Set<Session>();

/** One left behind would keep the test process alive for ever. */
afterEach(() => {
	for (const session of sessions) if (!session.exit()) session.kill('SIGKILL');
	sessions.clear();
});

/** As `openSession`; ended with the test. */
export const open: typeof openSession = (command, parameters, options) => {
	const session = openSession(command, parameters, options);
	sessions.add(session);
	return session;
};

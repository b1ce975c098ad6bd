import type {CheckOptions} from '../checks/options.js';
import {createRemedySession} from '../checks/remedy-session.js';
import type {ChecksSource} from '../checks/source.js';
import type {Runner} from '../host/runner.js';
import {createClock} from '../install/clock.js';
import {openJournal, speedOf} from '../install/open-journal.js';
import {createInstallSession} from '../install/session.js';
import type {Sessions} from '../screens/sessions.js';
import {createDemoSession} from '../smoke/session.js';
import {createTraceSession} from '../store/trace-session.js';
import type {Language, Text} from '../text/text.js';

/** The work that outlives a tab: one install, one demo and the remedies of a process, on one journal. */
export function createSessions(parts: {
	readonly runner: Runner;
	readonly text: Text;
	readonly lang: Language;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly options: CheckOptions;
	readonly checks: ChecksSource;
}): Sessions {
	const {runner, text, lang, env, options, checks} = parts;
	const shared = {
		runner,
		text,
		lang,
		journal: openJournal(runner.kind, env),
		clock: createClock(speedOf(runner.kind, env)),
	};
	return {
		install: createInstallSession(shared),
		demo: createDemoSession(shared),
		remedies: createRemedySession({...shared, options, onRan: () => void checks.refresh()}),
		trace: createTraceSession({runner}),
		async report(file) {
			const {writeReport} = await import('../report/write.js');
			const {signal} = new AbortController();
			return writeReport({runner, text, journal: shared.journal, interval: 2000, signal}, file);
		},
	};
}

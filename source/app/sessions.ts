import {checkedChoices, type CheckOptions} from '../checks/options.js';
import {createRemedySession} from '../checks/remedy-session.js';
import type {ChecksSource} from '../checks/source.js';
import type {Runner} from '../host/runner.js';
import {createClock} from '../engine/clock.js';
import {openJournal, speedOf} from '../engine/open-journal.js';
import {createResetHolder} from '../install/reset/holder.js';
import {createInstallSession, type InstallSession} from '../install/session.js';
import {createUpkeepHolder, type UpkeepHolder} from '../install/upkeep/holder.js';
import type {Sessions} from '../screens/sessions.js';
import {createDemoSession} from '../smoke/session.js';
import type {Source} from '../store/source.js';
import {createTraceSession} from '../store/trace-session.js';
import type {Text} from '../text/text.js';

/** The work that outlives a tab: one install, one demo and the remedies of a process, on one journal. */
export function createSessions(parts: {
	readonly runner: Runner;
	readonly text: Text;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly options: CheckOptions | (() => CheckOptions);
	readonly checks: ChecksSource;
	/** What is known of the cluster. */
	readonly verdict: Pick<Source<unknown>, 'refresh'>;
}): Sessions {
	const {runner, text, env, options, checks, verdict} = parts;
	const shared = {
		runner,
		text,
		journal: openJournal(runner.kind, env),
		clock: createClock(speedOf(runner.kind, env)),
	};
	const install = createInstallSession({...shared, onRead: records => upkeep.found(records)});
	/** What a run changed is looked at again: no screen shows an old verdict as if it were now. */
	const lookAgain = (): void => {
		checks.outdate();
		void verdict.refresh();
	};

	const reset = createResetHolder({
		...shared,
		onEnd() {
			reset.forget();
			lookAgain();
			if (!install.busy()) void install.refresh();
		},
	});
	const upkeep: UpkeepHolder = createUpkeepHolder({
		...shared,
		onEnd() {
			reset.forget();
			lookAgain();
			if (!install.busy()) void install.refresh();
		},
	});
	// The checks judge for what was chosen: a profile, nodes, a role.
	let chosen = JSON.stringify(checkedChoices(install.answers));
	install.subscribe(() => {
		const now = JSON.stringify(checkedChoices(install.answers));
		if (now !== chosen) checks.outdate();
		chosen = now;
	});
	onEndOf(install, () => {
		lookAgain();
		// An undo leaves what only a reset takes away.
		const isGone = install.get().steps.some(({id, ran}) => id === 'install' && ran?.state === 'undone');
		if (isGone) void reset.look();
		else reset.forget();
	});
	// A run that another login began, or that was cut off, is told on every screen from the start.
	if (runner.kind !== 'recorded') {
		void install.join();
		void reset.join();
		void upkeep.join();
	}

	return {
		install,
		reset,
		upkeep,
		demo: createDemoSession(shared),
		remedies: createRemedySession({
			...shared,
			options,
			onRan() {
				void checks.refresh();
				void verdict.refresh();
			},
		}),
		trace: createTraceSession({runner}),
		async report(file) {
			const {writeReport} = await import('../report/write.js');
			const {signal} = new AbortController();
			return writeReport({runner, text, journal: shared.journal, interval: 2000, signal}, file);
		},
	};
}

/** Called whenever something that ran has ended. */
export function onEndOf(session: Pick<InstallSession, 'busy' | 'subscribe'>, call: () => void): void {
	let was = false;
	session.subscribe(() => {
		const now = session.busy();
		if (was && !now) call();
		was = now;
	});
}

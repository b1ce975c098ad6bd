import type {CopyItem} from '../../source/screens/copies.js';
import type {Command} from '../../source/command/command.js';
import {createRunner} from '../../source/host/runner.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal, type Journal} from '../../source/engine/journal.js';
import {defaultAnswers} from '../../source/install/answers.js';
import {createResetHolder, type ResetHolder} from '../../source/install/reset/holder.js';
import {createUpkeepHolder, type UpkeepHolder} from '../../source/install/upkeep/holder.js';
import {createInstallSession, type InstallSession} from '../../source/install/session.js';
import {Layers} from '../../source/keys/layers.js';
import type {ScreenProps, Services} from '../../source/screens/services.js';
import {createDemoSession, type DemoSession} from '../../source/smoke/session.js';
import {createPacer} from '../../source/store/pacer.js';
import {catalogue} from '../../source/text/text.js';
import {draw} from './draw.js';

const text = catalogue('en');
type Given = {
	/** How many times as fast the host's time runs. */
	readonly speed?: number;
	readonly journal?: Journal;
	/** The same host, looked at by another process. */
	readonly runner?: ReturnType<typeof createRunner>;
	readonly scenario?: 'fresh' | 'ready';
	readonly faults?: Faults;
	readonly width?: number;
	readonly height?: number;
	readonly ascii?: boolean;
	readonly readOnly?: boolean;
	/** Nobody chose yet whether the host keeps its poor name. Default: it keeps it, as a person said. */
	readonly undecided?: boolean;
};

/** A screen on the simulated host, with what a person sees and the keys that he presses. */
export function showWalk(View: (props: ScreenProps) => unknown, given: Given = {}) {
	const {scenario = 'fresh', faults = {}, width = 80, height = 20, ascii = false, speed = 200} = given;
	const runner =
		given.runner ?? createRunner(createSimulatedHost({scenario, speed, faults}), {readOnly: given.readOnly ?? false});
	const pacer = createPacer({coalesce: 5});
	const parts = {runner, text, journal: given.journal ?? createMemoryJournal(), clock: createClock(speed)};
	const hostname = given.undecided || scenario !== 'fresh' ? undefined : 'localhost.localdomain';
	const install: InstallSession = createInstallSession({
		...parts,
		answers: {...defaultAnswers, hostname},
		onRead: records => upkeep.found(records),
	});
	const demo: DemoSession = createDemoSession(parts);
	const reset: ResetHolder = createResetHolder({...parts, onEnd: () => void install.refresh()});
	const upkeep: UpkeepHolder = createUpkeepHolder({...parts, onEnd: () => void install.refresh()});
	const said: string[] = [];
	/** What the header tells, read again. */
	const readAgain: string[] = [];
	const copied: string[] = [];
	const layers = new Layers();
	const ranState = (wanted: string) => install.get().steps.find(({id}) => id === wanted)?.ran?.state;
	const services = {
		...{text, pacer, kind: runner.kind, readOnly: false},
		sessions: {install, demo, reset, upkeep},
		sources: {
			identity: {refresh: async () => readAgain.push('identity')},
			verdict: {refresh: async () => readAgain.push(`verdict, healthy ${ranState('healthy')}`)},
		},
		ask: async (command: Command) => runner.run(command),
		notify: (message: string) => said.push(message),
		copy: (what: string) => copied.push(what),
		// The first line of the menu, as enter takes it.
		offer: async (make: () => readonly CopyItem[] | Promise<readonly CopyItem[]>) =>
			void copied.push((await make())[0]?.value ?? ''),
	} as unknown as Services;
	const Shown = View as React.ComponentType<ScreenProps>;
	const screen = draw(() => <Shown services={services} width={width} height={height} />, {
		look: {color: false, ascii},
		layers,
		close: () => pacer.close(),
	});
	return {
		...screen,
		runner,
		reset,
		upkeep,
		install,
		demo,
		said,
		/** What the header tells of. */
		working: () => ({install, reset, upkeep, demo, remedies: {get: () => ({busy: false, session: undefined})}}),
		copied,
		readAgain,
		changes: () => runner.log.get().filter(({changes}) => changes),
		/** In one read. */
		type(typed: string) {
			for (const key of typed) layers.dispatch(key);
		},
		/** Keys of one read, as the frame hands them over: what each one did is drawn before the next. */
		async read(keys: readonly string[]) {
			for (const key of keys) {
				layers.dispatch(key);
				for (let turn = 0; turn < 2; turn++) await new Promise(resolve => setImmediate(resolve));
			}
		},
		/** As the palette does. */
		act: (action: string) => layers.act(action),
		async acts(action: string) {
			layers.act(action);
			await screen.settled();
		},
		fits: () => screen.fits(width, height),
	};
}

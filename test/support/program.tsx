import {render} from 'ink-testing-library';
import {onTestFinished} from 'vitest';
import {createSessions} from '../../source/app/sessions.js';
import {findConnections, findPackets, savePackets} from '../../source/app/packets/shell.js';
import type {Shell} from '../../source/app/shell.js';
import {App} from '../../source/app/app.js';
import {optionsFor} from '../../source/checks/options.js';
import {createChecksSource} from '../../source/checks/source.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {UiContext} from '../../source/components/context.js';
import type {Host} from '../../source/host/host.js';
import {createRunner} from '../../source/host/runner.js';
import {Layers} from '../../source/keys/layers.js';
import {createPacer} from '../../source/store/pacer.js';
import {readReachWorld} from '../../source/store/reach.js';
import {createSources} from '../../source/store/sources.js';
import {catalogue} from '../../source/text/text.js';

export type Program = Awaited<ReturnType<typeof startProgram>>;

/**
 * The whole program on a host, from its first screen, as `openApp` puts it together, on a terminal that is none: keys go in
 * as bytes, and what a person sees comes out.
 */
export async function startProgram(host: Host, size = {columns: 120, rows: 40}) {
	const runner = createRunner(host);
	const text = await catalogue('en');
	const pacer = createPacer({interval: 60_000, coalesce: 5});
	const options = optionsFor(runner.kind, {});
	const sources = {...createSources({runner, pacer}), checks: createChecksSource({runner, pacer, text, options})};
	const sessions = createSessions({runner, verdict: sources.verdict, text, env: {}, options, checks: sources.checks});
	const shell: Shell = {
		...{log: runner.log, isRoot: true, language: 'en' as const, program: 'k0s-tui'},
		quit() {},
		readReach: async (signal: AbortSignal) => readReachWorld(runner, {signal}),
		findConnections: async (subject, signal) => findConnections(runner, {interval: 2000, lang: 'en'}, subject, signal),
		findPackets: async (subject, signal) => findPackets(runner, {interval: 2000, lang: 'en'}, subject, signal),
		savePackets: async (...given) => savePackets(runner, ...given),
		becomeRoot: async () => undefined,
		copy() {},
	};
	const ui = {look: {color: false, ascii: false}, layers: new Layers(), states: new Map<string, unknown>()};
	const services = {
		...{text, kind: runner.kind, readOnly: runner.readOnly, pacer, sources, sessions},
		...(runner.recordedAt !== undefined && {recordedAt: runner.recordedAt}),
		ask: async (command: Parameters<typeof runner.run>[0], signal?: AbortSignal) =>
			runner.run(command, signal ? {signal} : {}),
		follow: async (
			command: Parameters<typeof runner.run>[0],
			onLine: (line: string, stream: 'stdout' | 'stderr') => void,
			signal: AbortSignal,
		) => runner.run(command, {signal, onLine}),
		change: async (command: Parameters<typeof runner.run>[0]) => runner.run(command),
		handOver: async (command: Parameters<typeof runner.run>[0]) => runner.run(command),
		openServer: async () => undefined,
		save: async (name: string) => name,
	};
	const screen = render(
		<UiContext.Provider value={ui}>
			<App shell={shell} first={settingsFrom({}).screen} services={services} />
		</UiContext.Provider>,
	);
	Object.defineProperties(screen.stdout, {columns: {value: size.columns}, rows: {value: size.rows}});
	screen.stdout.emit('resize');
	onTestFinished(async () => {
		screen.unmount();
		pacer.close();
		await runner.close();
	});
	let typed = 0;
	const frame = (): string => (screen.lastFrame() ?? '').replaceAll(/\u001B\[[\d;]*m/g, '');
	const until = async (seen: () => boolean, what: string): Promise<void> => {
		for (let tries = 0; !seen(); tries++) {
			if (tries > 1500) throw new Error(`${what}: not seen in\n${frame()}`);
			await new Promise(resolve => setTimeout(resolve, 10));
		}
	};

	return {
		frame,
		/** What was asked of the host. */
		log: runner.log,
		/** How many keys were typed since the start. */
		keys: () => typed,
		async type(key: string) {
			typed++;
			screen.stdin.write(key);
		},
		until,
		sees: async (part: string) => until(() => frame().includes(part), part),
	};
}

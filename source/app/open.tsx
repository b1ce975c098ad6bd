import {resolve} from 'node:path';
import process from 'node:process';
import {render} from 'ink';
import {UiContext, type Ui} from '../components/context.js';
import {themeOf} from '../components/theme.js';
import {checkedChoices, optionsFor} from '../checks/options.js';
import type {InstallAnswers} from '../install/answers.js';
import {createChecksSource} from '../checks/source.js';
import {debugLog} from '../host/debug-log.js';
import {openRunner} from '../commands/open-runner.js';
import {writePrivate} from '../host/private-file.js';
import {Layers} from '../keys/layers.js';
import {createPacer} from '../store/pacer.js';
import {createSources} from '../store/sources.js';
import {becomeRootArgv, proxyNames} from '../terminal/become-root.js';
import {detectCapabilities} from '../terminal/capabilities.js';
import {visible} from '../terminal/sanitise.js';
import {openTerminal, type Terminal} from '../terminal/terminal.js';
import {shown} from '../command/command.js';
import type {Text} from '../text/text.js';
import {openFaultWords} from '../commands/open-fault.js';
import {whoForbids} from '../commands/read-only.js';
import type {Settings} from '../commands/settings.js';
import {App} from './app.js';
import {type Shell} from './shell.js';
import {stillRunning} from './still-running.js';
import {createSessions} from './sessions.js';

/** Opens the terminal UI. Resolves with the exit code only when it could not open; else the lifecycle ends the process. */
export async function openApp(given: {
	readonly settings: Settings;
	readonly text: Text;
	/** The alternate screen is already on, with the first glyph. */
	readonly painted: boolean;
	/** The config file that was read; null: there is none. */
	readonly configFile: string | null;
	/** What it says that nobody knows, a sentence each. */
	readonly faults: readonly string[];
}): Promise<number> {
	const {settings, text, painted, configFile} = given;
	const capabilities = detectCapabilities({env: process.env, ascii: settings.ascii});
	const hasColor = settings.theme !== 'mono';
	if (!process.stdin.isTTY || !process.stdout.isTTY || !capabilities.fullScreen) {
		process.stderr.write(`${text.app.noTerminal}\n`);
		return 2;
	}

	const terminal = openTerminal({
		entered: painted,
		color: hasColor,
		mouse: settings.mouse,
		describe: error => [text.app.crashed, ...describe(error, settings)],
	});
	const opened = await openRunner(settings, process.env);
	if (!opened.ok) {
		await terminal.lifecycle.end({exit: 3, err: [`k0s-tui: ${openFaultWords(opened.fault, text)}`]});
		return 3;
	}

	const {runner} = opened;
	const pacer = createPacer({interval: settings.interval, ...(settings.slow && {coalesce: 1000})});
	const fromHere = optionsFor(runner.kind, process.env);
	const chosen: {answers?: () => InstallAnswers} = {};
	const options = () => (chosen.answers ? {...fromHere, ...checkedChoices(chosen.answers())} : fromHere);
	const sources = {
		...createSources({runner, pacer}),
		checks: createChecksSource({runner, pacer, text, options}),
	};
	const sessions = createSessions({
		runner,
		verdict: sources.verdict,
		text,
		env: process.env,
		options,
		checks: sources.checks,
	});
	chosen.answers = () => sessions.install.answers;
	const isRoot = runner.kind !== 'local' || process.getuid?.() === 0;
	const program = process.env['SUDO_USER'] === undefined ? 'k0s-tui' : 'sudo k0s-tui';
	const quit = () => {
		const changed = runner.log.changed;
		const line = changed === 0 ? text.app.changedNothing : text.app.changed(changed, runner.kind === 'simulated');
		// What it does to what still runs was said in the question; here it stays readable.
		const left = stillRunning({kind: runner.kind, sessions}, program, text)?.left ?? [];
		void terminal.lifecycle.end({exit: 0, out: [line, ...left]});
	};

	const shell: Shell = {
		log: runner.log,
		isRoot,
		language: settings.lang,
		quit,
		program,
		copy: what => terminal.copy(what),
		async readReach(signal) {
			const {readReachWorld} = await import('../store/reach.js');
			return readReachWorld(runner, {signal});
		},
		async findPackets(subject, signal) {
			const {findPackets} = await import('./packets/shell.js');
			return findPackets(runner, {...settings, text: own?.text}, subject, signal);
		},
		async findConnections(subject, signal) {
			const {findConnections} = await import('./packets/shell.js');
			return findConnections(runner, {...settings, text: own?.text}, subject, signal);
		},
		async savePackets(...given) {
			const {savePackets} = await import('./packets/shell.js');
			return savePackets(runner, ...given);
		},
		...(settings.mouse && {onMouse: terminal.onMouse}),
		becomeRoot: async () =>
			runner.kind === 'local' ? startAsRoot(terminal, forRoot(settings, configFile), text) : text.app.noHandOver,
	};
	const own =
		settings.keys !== undefined && configFile !== null
			? (await import('./own-keys.js')).ownKeys(settings.keys, configFile, text)
			: undefined;
	const [fault, ...more] = [...given.faults, ...(own?.faults ?? [])];
	const ui: Ui = {
		look: {
			color: hasColor,
			ascii: capabilities.ascii,
			theme: themeOf(settings.theme === 'light' ? 'light' : 'dark', capabilities.many),
			letters: settings.lang === 'ja',
		},
		layers: new Layers(own?.rebind),
		states: new Map(),
		...(settings.mouse && {pointer: (await import('../components/pointer.js')).createPointer()}),
	};
	/** What ended the program, if an error did. */
	let ended: Error | undefined;
	terminal.lifecycle.onEnd(async () => {
		pacer.close();
		instance.unmount();
		if (settings.debug !== undefined) {
			const program = {program: process.argv.join(' '), node: process.version, platform: process.platform};
			await writePrivate(settings.debug, debugLog(program, runner.log.get(), ended));
		}

		await runner.close();
	});
	const instance = render(
		<UiContext.Provider value={ui}>
			<App
				shell={shell}
				first={settings.screen}
				notice={fault === undefined ? undefined : text.config.notice(visible(fault), more.length)}
				services={{
					text: own?.text ?? text,
					kind: runner.kind,
					readOnly: runner.readOnly,
					...(runner.readOnly && {readOnlyBy: whoForbids(settings, text)}),
					...(runner.recordedAt !== undefined && {recordedAt: runner.recordedAt}),
					...(runner.recordedHidden !== undefined && {
						recordedHidden: Object.values(runner.recordedHidden).reduce((sum, count) => sum + count, 0),
					}),
					pacer,
					sources,
					sessions,
					ask: async (command, signal) => runner.run(command, signal ? {signal} : {}),
					follow: async (command, onLine, signal) => runner.run(command, {signal, onLine}),
					change: async command => runner.run(command),
					async handOver(command) {
						const {lendTerminal} = await import('./lend-terminal.js');
						return lendTerminal(command, {runner, terminal, text});
					},
					async openServer(server) {
						const [{openServer}, {lendTerminal}] = await Promise.all([
							import('./open-server.js'),
							import('./lend-terminal.js'),
						]);
						return openServer(server, {
							...{readOnly: runner.readOnly, language: settings.lang, env: process.env},
							run: async command => runner.run(command),
							handOver: async command => lendTerminal(command, {runner, terminal, text}),
						});
					},
					async save(name, content) {
						const {saveNew} = await import('../host/save-new.js');
						const {file, fault} = await saveNew(name, content);
						return fault === undefined ? text.status.object.saved(file) : text.status.object.notSaved(file, fault);
					},
				}}
			/>
		</UiContext.Provider>,
		terminal.ink,
	);
	// An error that reached the root: the lifecycle gives the terminal back and prints it.
	instance.waitUntilExit().catch((error: unknown) => {
		ended = error instanceof Error ? error : new Error(String(error));
		return terminal.lifecycle.fail(error);
	});
	return new Promise(() => {});
}

/** Root's own locale, terminal variables and config file are others: what holds here goes on as options. */
const forRoot = (
	{lang, theme, mouse}: Settings,
	configFile: string | null,
): ReadonlyArray<readonly [string, string]> => [
	['lang', lang],
	['theme', theme],
	...(mouse ? [['mouse', 'on'] as const] : []),
	...(configFile === null ? [] : [['config', resolve(configFile)] as const]),
];

/** Hands the terminal to sudo, which starts this program again as root on the same screen; when that ends, so do we. */
async function startAsRoot(
	terminal: Terminal,
	options: ReadonlyArray<readonly [string, string]>,
	text: Text,
): Promise<string | undefined> {
	const keep = proxyNames(process.env);
	const given = process.argv.slice(2);
	const argv = becomeRootArgv({
		keep,
		sudo: '/usr/bin/sudo',
		node: process.execPath,
		program: process.argv[1] ?? '',
		arguments: [
			...given,
			...options
				.filter(([name]) => !given.some(word => word === `--${name}` || word.startsWith(`--${name}=`)))
				.map(([name, value]) => `--${name}=${value}`),
		],
	});
	const ran = (result: {readonly kind: string; readonly exit?: number | null}): boolean =>
		result.kind === 'ended' && result.exit === 0;
	const result = await terminal.handOver(argv, {
		before: [text.app.becomeRoot(shown(argv))],
		comesBack: ended => !ran(ended),
		afterFailure(ended) {
			if (ran(ended)) return undefined;
			return [...(keep.length === 0 ? [] : [text.app.rootRefusedProxy(keep.join(', '))]), text.app.rootRefused];
		},
	});
	if (!ran(result)) return text.app.rootRefused;
	await terminal.lifecycle.end({exit: 0});
	return undefined;
}

function describe(error: unknown, settings: Settings): string[] {
	if (!(error instanceof Error)) return [visible(String(error))];
	const lines = (
		settings.debug === undefined ? `${error.name}: ${error.message}` : (error.stack ?? error.message)
	).split('\n');
	return lines.map(line => visible(line));
}

/**
 * The one entry. Only `node:` imports stand here, so that an old Node can say so, and so that the first glyph is on the
 * terminal before anything else is loaded. What the words mean is in source/commands, what the screen does in source/app.
 */
import process from 'node:process';

const oldest = 22;
const version = typeof K0S_TUI_VERSION === 'undefined' ? '0.0.0-development' : K0S_TUI_VERSION;

/** Options with which, and with nothing else, it is certain that the screen opens. */
const screenOptions =
	/^(?:--(?:simulate(?:=(?:fresh|ready))?|ascii|no-color|read-only(?:=(?:on|off))?|slow|screen[= ]\w+|lang[= ](?:en|ja)|interval[= ][\d.]+|theme[= ](?:auto|dark|light|mono)|mouse(?:=(?:on|off))?)(?: |$))*$/;

async function main(): Promise<void> {
	const node = process.versions.node;
	if (Number(node.split('.')[0]) < oldest) {
		process.stderr.write(`k0s-tui needs Node ${oldest} or newer; this is ${node}\n`);
		process.exitCode = 3;
		return;
	}

	const argv = process.argv.slice(2);
	const early = argv.includes('--json') ? earlySignals() : undefined;
	standSomewhere();
	const paint = paintFirst(argv);
	try {
		const {ask, createOutput, printedOr3} = await import('./source/commands/index.js');
		const output = createOutput(process.stdout);
		const streams = {
			out: {
				...output,
				write(text: string | Uint8Array) {
					paint?.takeBack();
					output.write(text);
				},
			},
			err(text: string) {
				paint?.takeBack();
				// A full disk there is told by an event, which would end the process: the exit code says what is to be said.
				if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => undefined);
				process.stderr.write(text);
			},
		};
		const asked = await ask(argv, version, streams, process.env, async () => {
			const {allTables} = await import('./source/app/screen-table.js');
			return allTables;
		});
		if (asked.kind === 'exit') {
			process.exitCode = await printedOr3(asked.code, argv, streams);
			return;
		}

		if (asked.kind === 'elsewhere') {
			const came = early?.();
			if (came !== undefined) process.kill(process.pid, came);
			process.exitCode = await printedOr3(await asked.run(), argv, streams);
			return;
		}

		if (asked.kind === 'headless') {
			const {runAlone} = await import('./source/commands/alone.js');
			process.exitCode = await runAlone(asked, early);
			return;
		}

		const {openApp} = await import('./source/app/open.js');
		process.exitCode = await openApp({...asked, painted: paint !== undefined});
	} catch (error) {
		paint?.takeBack();
		throw error;
	}
}

/**
 * Packages ask for the working folder as they are loaded, which throws where it was deleted, as by a reset of the data folder
 * that somebody stands in. The kernel's own name for it leads nowhere: a relative path is still refused.
 */
function standSomewhere(): void {
	try {
		process.cwd();
	} catch {
		process.cwd = () => '/proc/self/cwd';
	}
}

/** Notes a signal that comes while the program is being loaded: what is promised of one holds from the start. */
function earlySignals(): () => NodeJS.Signals | undefined {
	let first: NodeJS.Signals | undefined;
	const note = (signal: NodeJS.Signals): void => void (first ??= signal);
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
	for (const signal of signals) process.on(signal, note);
	return () => {
		for (const signal of signals) process.off(signal, note);
		return first;
	};
}

/**
 * Switches to the alternate screen and writes the name; keys typed from now on are not echoed. Returns what undoes it,
 * once; undefined: nothing was painted.
 */
function paintFirst(argv: readonly string[]): {takeBack: () => void} | undefined {
	const {stdin, stdout, env} = process;
	if (!screenOptions.test(argv.join(' ')) || !stdin.isTTY || !stdout.isTTY) return undefined;
	if (env['TERM'] === undefined || env['TERM'] === 'dumb') return undefined;
	stdin.setRawMode(true);
	stdout.write('\u001B[?1049h\u001B[?25l\u001B[H\u001B[2J\u001B[1mk0s-tui\u001B[0m');
	let taken = false;
	return {
		takeBack() {
			if (taken) return;
			taken = true;
			stdin.setRawMode(false);
			stdout.write('\u001B[?25h\u001B[?1049l');
		},
	};
}

void main();

/**
 * The one entry. Only `node:` imports stand here, so that an old Node can say so, and so that the first glyph is on the
 * terminal before anything else is loaded. What the words mean is in source/commands, what the screen does in source/app.
 */
import process from 'node:process';

const oldest = 22;
const version = typeof K0S_TUI_VERSION === 'undefined' ? '0.0.0-development' : K0S_TUI_VERSION;
const leave = '\u001B[?25h\u001B[?1049l';

async function main(): Promise<void> {
	const node = process.versions.node;
	if (Number(node.split('.')[0]) < oldest) {
		process.stderr.write(`k0s-tui needs Node ${oldest} or newer; this is ${node}\n`);
		process.exitCode = 3;
		return;
	}

	const argv = process.argv.slice(2);
	const painted = paintFirst(argv);
	const {ask} = await import('./source/commands/index.js');
	const out = (text: string) => process.stdout.write(text);
	const err = (text: string) => process.stderr.write(text);
	const asked = await ask(argv, version, {
		out: text => out(painted ? leave + text : text),
		err: text => err(painted ? leave + text : text),
	});
	if (asked.kind === 'exit') {
		process.exitCode = asked.code;
		return;
	}

	if (asked.kind === 'headless') {
		const {runAlone} = await import('./source/commands/alone.js');
		process.exitCode = await runAlone(asked);
		return;
	}

	const {openApp} = await import('./source/app/open.js');
	process.exitCode = await openApp({settings: asked.settings, text: asked.text, painted});
}

/** Switches to the alternate screen and writes the name, when it is certain that the screen opens. */
function paintFirst(argv: readonly string[]): boolean {
	const certain = argv.every(word => /^--(simulate(=(fresh|ready))?|ascii|no-color|read-only|slow)$/.test(word));
	const {stdin, stdout, env} = process;
	if (!certain || !stdin.isTTY || !stdout.isTTY || env['TERM'] === 'dumb' || env['TERM'] === undefined) return false;
	stdout.write('\u001B[?1049h\u001B[?25l\u001B[H\u001B[2J\u001B[1mk0s-tui\u001B[0m');
	return true;
}

await main();

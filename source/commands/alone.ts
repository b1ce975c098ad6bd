import process from 'node:process';
import {createInterface} from 'node:readline/promises';
import {openRunner} from '../host/open.js';
import type {Asked} from './index.js';
import {openFaultWords} from './open-fault.js';

/** Runs a headless command on the host that the options name. ctrl-c aborts it: exit 130. */
export async function runAlone(asked: Extract<Asked, {kind: 'headless'}>): Promise<number> {
	const opened = await openRunner(asked.settings, process.env);
	if (!opened.ok) {
		process.stderr.write(`k0s-tui: ${openFaultWords(opened.fault, asked.text)}\n`);
		return 3;
	}

	const controller = new AbortController();
	const abort = () => controller.abort();
	process.on('SIGINT', abort);
	process.on('SIGTERM', abort);
	// `k0s-tui … | head -1`: nobody reads any more, nothing to complain about.
	process.stdout.on('error', abort);
	try {
		const consent = process.stdin.isTTY
			? async (question: string) => askPerson(question, controller.signal)
			: undefined;
		return await asked.run(opened.runner, controller.signal, consent);
	} finally {
		process.off('SIGINT', abort);
		process.off('SIGTERM', abort);
		await opened.runner.close();
	}
}

/** On standard error, so that standard output stays data. Only a y means yes. */
async function askPerson(question: string, signal: AbortSignal): Promise<boolean> {
	const lines = createInterface({input: process.stdin, output: process.stderr});
	try {
		return /^y(es)?$/i.test((await lines.question(question, {signal})).trim());
	} catch {
		return false;
	} finally {
		lines.close();
	}
}

import process from 'node:process';
import {createInterface} from 'node:readline/promises';
import {nobodyLooks} from '../engine/executor.js';
import {debugLog} from '../host/debug-log.js';
import {openRunner} from './open-runner.js';
import {writePrivate} from '../host/private-file.js';
import type {Runner} from '../host/runner.js';
import {visible} from '../terminal/sanitise.js';
import {envelope, noHost} from './envelope.js';
import type {Asked} from './index.js';
import {fileFaultWords, openFaultWords} from './open-fault.js';
import {isReaderGone, type Output} from './output.js';
import type {Settings} from './settings.js';
import type {Text} from '../text/text.js';

/** Runs a headless command on the host that the options name. ctrl-c aborts it: exit 130. `early`: a signal that came before. */
export async function runAlone(
	asked: Extract<Asked, {kind: 'headless'}>,
	early: () => NodeJS.Signals | undefined = () => undefined,
): Promise<number> {
	const {settings, text, name, output} = asked;
	const opened = await openRunner(settings, process.env);
	if (!opened.ok) {
		const message = openFaultWords(opened.fault, text);
		if (settings.json) output.write(envelope(name, noHost, {json: {}, error: {code: opened.fault.kind, message}}));
		else process.stderr.write(`k0s-tui: ${message}\n`);
		await output.written();
		return 3;
	}

	const controller = new AbortController();
	const abort = () => controller.abort();
	const leave = () => controller.abort(nobodyLooks);
	process.on('SIGINT', abort);
	process.on('SIGTERM', abort);
	// Whoever listened is gone, or the disk is full: a worker goes on; what was begun here is ended in order, and cleaned up.
	process.on('SIGHUP', leave);
	const came = early();
	if (came !== undefined) (came === 'SIGHUP' ? leave : abort)();
	output.onFault(leave);
	// What only reads prints its data all the same where nobody reads its steps.
	process.stderr.on('error', asked.changes ? leave : () => undefined);
	try {
		const consent = process.stdin.isTTY
			? async (question: string) => askPerson(question, controller.signal)
			: undefined;
		const exit = await asked.run(opened.runner, controller.signal, consent);
		const faults = [
			...(await outputFault(output, text)),
			...(await recordingFault(opened.runner, settings, text)),
			...(await debugFault(opened.runner, settings, text)),
		];
		for (const fault of faults) process.stderr.write(`k0s-tui: ${visible(fault)}\n`);
		return faults.length === 0 ? exit : 3;
	} finally {
		process.off('SIGINT', abort);
		process.off('SIGTERM', abort);
		process.off('SIGHUP', leave);
		await opened.runner.close();
	}
}

/** A part of the data did not arrive: whoever reads it must not take it for all. */
async function outputFault(output: Output, {cli}: Text): Promise<readonly string[]> {
	const fault = await output.written();
	return fault === undefined || isReaderGone(fault) ? [] : [cli.notPrinted(fault.message)];
}

/** `record` tells of it itself. */
async function recordingFault(runner: Runner, {record}: Settings, {cli}: Text): Promise<readonly string[]> {
	const failure = record === undefined ? undefined : await runner.recorded?.();
	return failure ? [cli.recordingCut(record ?? '', failure.message)] : [];
}

async function debugFault(runner: Runner, {debug}: Settings, text: Text): Promise<readonly string[]> {
	if (debug === undefined) return [];
	const program = {program: process.argv.join(' '), node: process.version, platform: process.platform};
	const why = await writePrivate(debug, debugLog(program, runner.log.get()));
	return why === undefined ? [] : [text.cli.debugFailed(debug, fileFaultWords(why, text))];
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

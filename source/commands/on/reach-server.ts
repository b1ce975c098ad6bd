import type {Form} from './archive.js';
import {factsFrom, type ServerFacts} from './facts.js';
import {sshFault, unsuited, type Fault} from './fault.js';
import type {Line} from './line.js';
import {placed, type Progress} from './place.js';
import {ask, probeScript, type Said} from './scripts.js';

export type Found = {readonly said: Said; readonly facts: ServerFacts | Fault};

/** Logs in and asks what is there. `batch`: ssh asks nobody. */
export async function found(line: Line, batch: boolean): Promise<Found | Fault> {
	// With others beside it, one that does not answer is not waited for as long as the system would.
	const options = batch ? ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15'] : [];
	const {said, ended} = await ask(line, probeScript, [], !batch, options);
	if (ended.missing) return unsuited('no-ssh');
	if (ended.exit === 255) return sshFault(ended.stderr);
	return {said, facts: factsFrom(said)};
}

/** The folder of the program there, placed first where it is not. */
export async function ready(
	line: Line,
	{said, facts}: Found,
	formFor: (arch: ServerFacts['arch']) => Promise<Form>,
	tell: (progress: Progress) => void,
): Promise<{readonly folder: string; readonly facts: ServerFacts} | Fault> {
	if ('code' in facts) return facts;
	let form: Form;
	try {
		form = await formFor(facts.arch);
	} catch (error) {
		return unsuited('no-form', error instanceof Error ? error.message : String(error));
	}

	const folder = await placed(line, facts, said, form, tell);
	return typeof folder === 'string' ? {folder, facts} : folder;
}

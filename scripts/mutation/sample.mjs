import {createHash} from 'node:crypto';
import process from 'node:process';

/**
 * Which mutants are in the sample. Each has the same chance, and the answer depends on the seed and the mutant alone: a
 * change in one file does not draw the others again.
 */
export function inSample({fileName, location, replacement}, {seed, share}) {
	if (share >= 1) return true;
	const file = fileName.slice(fileName.lastIndexOf('/source/') + 1);
	const {start, end} = location;
	const name = [seed, file, start.line, start.column, end.line, end.column, replacement].join('\0');
	return createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32 < share;
}

/** Stryker asks its checkers before it runs a mutant: this one turns away what is not in the sample. */
class SampleChecker {
	static inject = [];
	sample = JSON.parse(process.env.MUTATION_SAMPLE);

	async init() {}

	async group(mutants) {
		return [mutants.map(({id}) => id)];
	}

	async check(mutants) {
		return Object.fromEntries(
			mutants.map(mutant => [
				mutant.id,
				inSample(mutant, this.sample) ? {status: 'passed'} : {status: 'compileError', reason: 'not in the sample'},
			]),
		);
	}
}

export const strykerPlugins = [{kind: 'Checker', name: 'sample', injectableClass: SampleChecker}];

import process from 'node:process';
import {defineConfig} from 'vitest/config';
import {unit} from '../../vitest.config.js';

/**
 * The unit tests as scripts/mutation.mjs runs them: only the files it names, and each in a process of its own, because
 * what a test covers is counted per process. One test that is late on a busy machine does not end the whole.
 */
export default defineConfig({
	test: {
		...unit,
		include: JSON.parse(process.env['MUTATION_TESTS'] ?? '[]') as string[],
		isolate: true,
		retry: 1,
		testTimeout: 600_000,
	},
});

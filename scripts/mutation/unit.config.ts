import {defineConfig} from 'vitest/config';
import {unit} from '../../vitest.config.js';

/** The unit tests as `npm test` runs them, with the runner that sets a mutant. Nothing is tried again. */
export default defineConfig({
	test: {
		...unit,
		root: process.cwd(),
		retry: 0,
		runner: 'scripts/mutation/unit-runner.mjs',
		pool: 'forks',
		maxConcurrency: 1,
	},
});

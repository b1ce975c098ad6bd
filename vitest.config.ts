import {defineConfig} from 'vitest/config';
import {shippedInk} from './test/support/shipped-renderer.js';

/** A shared CI machine may be late once; what fails twice has failed. At a developer's desk nothing is tried again. */
const retry = process.env['CI'] ? 1 : 0;

/** Nothing depends on the language or the config file of who runs the tests; they speak English unless they say otherwise. */
const env = {LC_ALL: '', LC_MESSAGES: '', LANG: 'C.UTF-8', XDG_CONFIG_HOME: '/nonexistent'};

/** Pure and component tests, in one process. scripts/mutation runs some of them by itself. */
export const unit = {
	name: 'unit',
	include: ['test/**/*.test.{ts,tsx}'],
	exclude: ['test/real/**', 'test/pty/**', 'test/long/**'],
	isolate: false,
	// Half of them wait for a clock or a process.
	maxWorkers: 2,
	// Components are drawn by the renderer that is shipped: scripts/bundle/renderer.mjs.
	globalSetup: ['test/support/shipped-renderer.ts'],
	alias: [{find: /^ink$/, replacement: shippedInk}],
	server: {deps: {external: [shippedInk], inline: ['ink-testing-library', 'ink-table', 'ink-spinner']}},
	testTimeout: 60_000,
	retry,
	env,
} as const;

/** On the real thing: each file has hosts and labs of its own, and waits for them most of the time. */
const onHosts = {maxWorkers: 2, testTimeout: 120_000, hookTimeout: 120_000, retry, env} as const;

/** In CI a part of each, in `npm run test:long` all of it: test/support/series.ts. */
const series = ['checks-host', 'cut-off', 'firewall-plans-host', 'mutated-downloads', 'stalls', 'test-host'].map(
	name => `test/real/${name}.test.ts`,
);

/**
 * unit: pure and component tests in one process. real: a pty, the lab's namespaces, test hosts; two files at a time,
 * isolated. long: the same, for what takes minutes and rarely changes, and the whole of long series; not in CI (`npm run
 * test:long`).
 */
export default defineConfig({
	test: {
		projects: [
			{test: unit},
			{
				test: {
					...onHosts,
					name: 'real',
					include: ['test/real/**/*.test.{ts,tsx}', 'test/pty/**/*.test.{ts,tsx}'],
				},
			},
			{test: {...onHosts, name: 'long', include: ['test/long/**/*.test.{ts,tsx}', ...series]}},
		],
	},
});

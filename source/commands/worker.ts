import process from 'node:process';
import {lists} from '../install/lists.js';
import {work} from '../engine/worker/work.js';
import type {HeadlessCommand} from './headless.js';

/** `k0s-tui worker RUN ORDER`: started by k0s-tui itself, never by a person. It does what the order's file says. */
export const worker: HeadlessCommand = {
	name: 'worker',
	options: {},
	positionals: {min: 2, max: 2, name: 'RUN ORDER'},
	// Agreed to before it was started.
	changes: false,
	async run({runner, text}, _values, [run = '', order = '']) {
		return {exit: await work({run, order, runner, text, env: process.env, lists}), json: {}, lines: []};
	},
};

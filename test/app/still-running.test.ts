import {describe, expect, test} from 'vitest';
import {stillRunning} from '../../source/app/still-running.js';
import {en} from '../../source/text/en/index.js';

type Running = {readonly install?: true; readonly reset?: true; readonly demo?: true; readonly fix?: true};

const asked = (kind: 'local' | 'simulated', {install, reset, demo, fix}: Running) =>
	stillRunning(
		{
			kind,
			sessions: {
				install: {get: () => ({running: install && 'start'})},
				reset: {get: () => ({session: reset && {busy: () => true}})},
				demo: {get: () => ({running: demo && 'pod'})},
				remedies: {get: () => ({busy: fix === true})},
			},
		},
		en,
	)?.join(' ');

describe('the question before quitting', () => {
	test('is not asked when nothing is running', () => {
		expect(asked('local', {})).toBeUndefined();
	});
	test('an install and a reset go on in the background: a worker does them', () => {
		expect(asked('local', {install: true})).toBe(
			'The install is still running. Quit anyway? It goes on in the background.',
		);
		expect(asked('local', {reset: true})).toBe(
			'The reset is still running. Quit anyway? It goes on in the background.',
		);
	});
	test('a demo and a fix stop: they run in this process', () => {
		expect(asked('local', {demo: true})).toBe('The demo is still running. Quit anyway? Then it stops.');
		expect(asked('local', {fix: true})).toBe('A fix is still running. Quit anyway? Then it stops.');
	});
	test('beside an install, it is what stops that is named', () => {
		expect(asked('local', {install: true, demo: true})).toBe('The demo is still running. Quit anyway? Then it stops.');
	});
	test('on the simulated host an install stops too', () => {
		expect(asked('simulated', {install: true})).toBe('The install is still running. Quit anyway? Then it stops.');
	});
});

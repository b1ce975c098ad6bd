import {describe, expect, test} from 'vitest';
import {stillRunning} from '../../source/app/still-running.js';
import type {Working} from '../../source/screens/jobs.js';
import {atDownload, standing} from '../support/working.js';
import {en} from '../../source/text/en/index.js';

type Running = {
	readonly install?: true;
	readonly undo?: true;
	readonly reset?: true;
	readonly upgrade?: true;
	readonly demo?: true;
	readonly fix?: true;
};

const walk = (runs: boolean, doing: 'run' | 'undo' = 'run') => standing(runs ? {...atDownload, doing} : {});

const asked = (kind: 'local' | 'simulated', {install, undo, reset, upgrade, demo, fix}: Running) => {
	const sessions = {
		install: {get: () => walk((install ?? undo) === true, undo ? 'undo' : 'run')},
		reset: {get: () => ({session: reset && {get: () => walk(true), busy: () => true}})},
		upkeep: {get: () => ({kind: upgrade && 'upgrade', session: upgrade && {get: () => walk(true)}, cut: undefined})},
		demo: {get: () => walk(demo === true)},
		remedies: {get: () => ({busy: fix === true, session: walk(fix === true)})},
	} as unknown as Working;
	return stillRunning({kind, sessions}, 'sudo k0s-tui', en);
};

describe('the question before quitting', () => {
	test('is not asked when nothing is running', () => {
		expect(asked('local', {})).toBeUndefined();
	});
	test('an install, an undo and a reset go on in the background: where they stand, and how to watch them', () => {
		expect(asked('local', {install: true})).toEqual({
			asked: [
				'The install is still running (step 6 of 7, Download).',
				'It goes on in the background; start k0s-tui again to watch it.',
			],
			left: [
				'The install goes on in the background (step 6 of 7, Download). To watch it: sudo k0s-tui --screen install',
			],
		});
		expect(asked('local', {undo: true})?.asked[0]).toBe('The undo is still running (step 6 of 7, Download).');
		expect(asked('local', {reset: true})?.left[0]).toContain('The reset goes on in the background');
		expect(asked('local', {upgrade: true})?.left[0]).toContain('The upgrade goes on in the background');
	});
	test('no view is made of a session that has run nothing', () => {
		const none = () => {
			throw new Error('made');
		};
		const sessions = {
			install: {get: none, hasRun: () => false},
			reset: {get: () => ({session: undefined})},
			upkeep: {get: () => ({kind: undefined, session: undefined, cut: undefined})},
			demo: {get: () => walk(true), hasRun: () => true},
			remedies: {get: () => ({busy: false, session: undefined})},
		} as unknown as Working;
		expect(stillRunning({kind: 'local', sessions}, 'k0s-tui', en)?.asked[0]).toContain('demo');
	});
	test('the question has no figure that would stand still; what is told afterwards has it', () => {
		const sessions = {
			install: {get: () => ({...walk(true), progress: {received: 56, total: 100}})},
			reset: {get: () => ({session: undefined})},
			upkeep: {get: () => ({kind: undefined, session: undefined, cut: undefined})},
			demo: {get: () => walk(false)},
			remedies: {get: () => ({busy: false, session: undefined})},
		} as unknown as Working;
		const told = stillRunning({kind: 'local', sessions}, 'k0s-tui', en);
		expect(told?.asked[0]).toBe('The install is still running (step 6 of 7, Download).');
		expect(told?.left[0]).toContain('(step 6 of 7, Download, 56 %)');
	});
	test('a demo and a fix stop: they run in this process', () => {
		expect(asked('local', {demo: true})).toEqual({
			asked: ['The demo is still running (step 6 of 7, Download).', 'The demo stops when you quit.'],
			left: ['The demo was stopped (step 6 of 7, Download). To see what it left: sudo k0s-tui --screen demo'],
		});
		expect(asked('local', {fix: true})?.asked.at(-1)).toBe('The fix stops when you quit.');
	});
	test('beside an install that goes on, what stops is named too', () => {
		const lines = asked('local', {install: true, demo: true})?.asked;
		expect(lines).toHaveLength(4);
		expect(lines?.at(-1)).toBe('The demo stops when you quit.');
	});
	test('on the simulated host an install stops too', () => {
		const told = asked('simulated', {install: true});
		expect(told?.asked.at(-1)).toBe('The install stops when you quit.');
		expect(told?.left).toEqual(['The install was stopped (step 6 of 7, Download).']);
	});
});

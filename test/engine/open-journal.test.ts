import {expect, test} from 'vitest';
import {journalPath, speedOf} from '../../source/engine/open-journal.js';

test.each([
	['local', {}, '/var/lib/k0s-tui/journal.jsonl'],
	['local', {K0S_TUI_ROOT: '/srv'}, '/srv/var/lib/k0s-tui/journal.jsonl'],
	['local', {K0S_TUI_SIMULATION_STATE: '/tmp/s'}, '/var/lib/k0s-tui/journal.jsonl'],
	['simulated', {}, undefined],
	['simulated', {K0S_TUI_SIMULATION_STATE: ''}, undefined],
	['simulated', {K0S_TUI_SIMULATION_STATE: '/tmp/s'}, '/tmp/s.journal.jsonl'],
	['recorded', {K0S_TUI_SIMULATION_STATE: '/tmp/s'}, undefined],
] as const)('the journal of a %s host with %j: %s', (kind, env, path) => {
	expect(journalPath(kind, env)).toBe(path);
});

test.each([
	['simulated', '20', 20],
	['simulated', '0.5', 0.5],
	['simulated', '0', 1],
	['simulated', '-3', 1],
	['simulated', 'fast', 1],
	['simulated', 'Infinity', 1],
	['simulated', undefined, 1],
	['local', '20', 1],
	['recorded', '20', 1],
] as const)('the time of a %s host runs, told %j, %d times as fast', (kind, told, speed) => {
	expect(speedOf(kind, {K0S_TUI_SIMULATION_SPEED: told})).toBe(speed);
});

import {expect, test} from 'vitest';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {startProgram} from '../support/program.js';

test.each([80, 60])('a message of %i columns and more is told whole', async columns => {
	const program = await startProgram(createSimulatedHost({scenario: 'ready', speed: 200}), {columns, rows: 24});
	await program.type('3');
	await program.sees('kube-system');
	await program.type('J');
	await program.sees('This host is this node');
	const frame = program.frame();
	expect(frame.replaceAll(/\s+/g, ' ')).toContain('k0s-tui on HOST opens another server.');
	expect(frame.split('\n').length).toBeLessThanOrEqual(24);
});

import {expect, test} from 'vitest';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {startProgram} from '../support/program.js';

test('what is pasted comes after what was typed before it, into the field that a key has just opened', async () => {
	const program = await startProgram(createSimulatedHost({scenario: 'ready', speed: 1000}));
	await program.sees('Checks');
	await program.type('/ker\u001B[200~nel mod\u001B[201~ul');
	await program.sees('/kernel modul');
	expect(program.frame()).toContain('Kernel modules on disk');
});

test('a key goes to the screen that the key before it opened, also when both wait in reads of their own', async () => {
	const program = await startProgram(createSimulatedHost({scenario: 'fresh', speed: 1000}));
	await program.sees('Checks');
	await Promise.all(['2', 'c'].map(async key => program.type(key)));
	await program.sees('They only change the plan');
});

import {expect, test} from 'vitest';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {startProgram} from '../../support/program.js';

/** The demo, run to its end on the simulated host. */
async function ran(size?: {readonly columns: number; readonly rows: number}) {
	const program = await startProgram(createSimulatedHost({scenario: 'ready', speed: 20}), size);
	await program.sees('Checks');
	await program.type('6');
	await program.sees('│ healthy');
	await program.type('\r');
	await program.sees('Cancel');
	await program.type('y');
	await program.sees('all deleted again');
	return program;
}

test('the table of results tells what the pod itself reached', async () => {
	const program = await ran();
	await program.sees('RESULT');
	expect(program.frame()).toMatch(/│ Pod to cluster IP +│.*│ 10\.\S+:80 answers demo-/);
	expect(program.frame()).toMatch(/│ Pod to DNS name +│.*│ demo\.default\.svc\.cluster\.local is 10\./);
	expect(program.frame()).toMatch(/│ Pod to node address +│.*│ 192\.168\.122\.161:\d+ answers demo-/);
});

test('with less room it tells the first four, and with none the output stands there, its DNS answer in words', async () => {
	const some = await ran({columns: 120, rows: 30});
	await some.sees('RESULT');
	expect(some.frame()).toMatch(/│ Request it +│/);
	expect(some.frame()).not.toMatch(/│ Pod to DNS name/);
	const least = await ran({columns: 80, rows: 24});
	await least.type('o');
	await least.sees('DNS answer of 64 bytes: 10.');
});

import {expect, test} from 'vitest';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {startProgram} from '../support/program.js';

/** The simulated host with its cluster, on Status. */
async function onStatus() {
	const program = await startProgram(createSimulatedHost({scenario: 'ready', speed: 20}));
	await program.sees('Checks');
	await program.type('3');
	await program.sees('NAMESPACE');
	return program;
}

/** Opens the list of a kind. */
async function list(program: Awaited<ReturnType<typeof onStatus>>, kind: string, title: string) {
	await program.type(':');
	await program.sees('Go to');
	for (const letter of kind) await program.type(letter);
	await program.type('\r');
	await program.sees(title);
}

test('i leads from a pod to its network namespace and from there to the pod, esc each time back', async () => {
	const program = await onStatus();
	await list(program, 'pods', 'pods (all');
	await program.sees('10.244.0.3');
	await program.type('i');
	await program.until(() => /cni-[\da-f-]{36}/.test(program.frame()) && program.frame().includes('coredns'), 'netns');
	expect(program.frame()).not.toContain('pods (all');
	await program.type('i');
	await program.until(() => /RESTARTS/.test(program.frame()) && !program.frame().includes('BRIDGE'), 'Status');
	await program.type('\u001B');
	await program.sees('BRIDGE');
	await program.type('\u001B');
	await program.sees('pods (all');
});

test('i leads from a service to its rules, and from them to the service', async () => {
	const program = await onStatus();
	await list(program, 'svc', 'services (all');
	await program.sees('kube-dns');
	await program.type('i');
	await program.sees('default/kubernetes:https');
	await program.sees('WAYS IN');
	await program.type('i');
	await program.until(() => !program.frame().includes('WAYS IN') && program.frame().includes('kubernetes'), 'Status');
});

test('i on what has no other layer says so', async () => {
	const program = await onStatus();
	await list(program, 'nodes', '── nodes');
	await program.sees('control-plane');
	await program.type('i');
	await program.sees('Select a pod or a service: they have another layer.');
});

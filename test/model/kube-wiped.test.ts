import {describe, expect, test} from 'vitest';
import {reloadEffect} from '../../source/model/firewall-reload.js';
import {kubeRules, lossAfter, missingParts, type KubeRules} from '../../source/model/kube-wiped.js';
import {realNetwork} from '../support/real-network.js';

const real = kubeRules(realNetwork('iptables').ruleset);
if (!real) throw new Error('unread');
const none: KubeRules = {services: 0, policies: 0, masquerade: 0, hostPorts: 0};

describe('rules of Kubernetes that somebody flushed', () => {
	test('a real cluster has rules of every kind', () => {
		expect(Object.values(real).every(count => count > 0)).toBe(true);
	});

	test('what comes back is told apart from what does not, until all is back', () => {
		const flushed = lossAfter({rules: real, loss: null}, none);
		expect(flushed).toEqual({before: real, now: none});
		// kube-proxy after 8 s, kube-router's policies after minutes; its masquerade and the host ports did not come back.
		const later = lossAfter({rules: none, loss: flushed}, {...real, policies: 0, masquerade: 0, hostPorts: 0});
		expect(later && missingParts(later)).toEqual(['policies', 'masquerade', 'hostPorts']);
		const last = lossAfter({rules: none, loss: later}, {...real, masquerade: 0, hostPorts: 0});
		expect(last && missingParts(last)).toEqual(['masquerade', 'hostPorts']);
		expect(lossAfter({rules: none, loss: last}, real)).toBeNull();
	});

	test('seen only after kube-proxy had written its own again', () => {
		const seen = lossAfter({rules: real, loss: null}, {...real, policies: 0, masquerade: 0, hostPorts: 0});
		expect(seen && missingParts(seen)).toEqual(['policies', 'masquerade', 'hostPorts']);
	});

	test('a pod with a host port that goes, or a service less, is no flush', () => {
		expect(lossAfter({rules: real, loss: null}, {...real, hostPorts: 0})).toBeNull();
		expect(lossAfter({rules: real, loss: null}, {...real, services: real.services - 9})).toBeNull();
		expect(lossAfter({rules: null, loss: null}, none)).toBeNull();
	});

	test('what could not be read is not gone', () => {
		expect(lossAfter({rules: real, loss: null}, null)).toBeNull();
	});
});

describe('what a reload of firewalld does to them', () => {
	const measured = {backend: 'nftables', direct: 0};
	test.each([
		[
			{...measured, version: '1.3.3'},
			{kind: 'deletes', because: 'version', version: '1.3.3'},
		],
		[
			{...measured, version: '2.3.1'},
			{kind: 'keeps', version: '2.3.1'},
		],
		[
			{...measured, version: '2.5.2'},
			{kind: 'keeps', version: '2.5.2'},
		],
		[
			{...measured, version: '2.3.1', direct: 1},
			{kind: 'deletes', because: 'direct', rules: 1},
		],
		[
			{...measured, version: '2.3.1', backend: 'iptables'},
			{kind: 'deletes', because: 'backend', backend: 'iptables'},
		],
		// A part is not the whole.
		[{...measured, version: '2.3.1', direct: null}, {kind: 'unknown'}],
		[{...measured, version: null}, {kind: 'unknown'}],
		[{...measured, version: '2.3.1', backend: null}, {kind: 'unknown'}],
	])('%o: %o', (given, effect) => {
		expect(reloadEffect(given)).toEqual(effect);
	});
});

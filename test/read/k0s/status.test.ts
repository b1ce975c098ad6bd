import {describe, expect, it} from 'vitest';
import {readK0sStatus} from '../../../source/read/k0s/status.js';
import {readK0sVersion} from '../../../source/read/k0s/version.js';
import {outcomeOf, sample} from '../../support/samples.js';

describe('k0s version', () => {
	it('reads the tag', () => {
		expect(readK0sVersion(outcomeOf({stdout: sample('guide/k0s-version.txt')}))).toEqual({
			known: true,
			value: 'v1.34.1+k0s.0',
			notes: [],
		});
		expect(readK0sVersion(outcomeOf({stdout: 'v1.37.0-rc.1+k0s.0\n'}))).toMatchObject({value: 'v1.37.0-rc.1+k0s.0'});
	});

	it('does not take a file that prints nothing and exits 0 for k0s', () => {
		expect(readK0sVersion(outcomeOf())).toMatchObject({known: false, unknown: {reason: 'unreadable'}});
		expect(readK0sVersion(outcomeOf({stdout: 'BusyBox v1.36\n'}))).toMatchObject({unknown: {reason: 'unreadable'}});
	});

	it('tells a missing k0s from one that failed', () => {
		expect(readK0sVersion(outcomeOf({kind: 'not-found'}))).toMatchObject({unknown: {reason: 'not-installed'}});
		expect(readK0sVersion(outcomeOf({kind: 'failed', stderr: 'Illegal instruction\n'}))).toMatchObject({
			unknown: {reason: 'failed', detail: 'Illegal instruction'},
		});
	});
});

describe('k0s status', () => {
	it('reads the JSON with the network that the config tells', () => {
		expect(readK0sStatus(outcomeOf({stdout: sample('k0s/1.34.1/status.json')}))).toMatchObject({
			known: true,
			value: {
				version: 'v1.34.1+k0s.0',
				pid: 350,
				role: 'controller',
				workloads: true,
				singleNode: false,
				apiReachable: true,
				apiError: '',
				podCidr: '10.244.0.0/16',
				serviceCidr: '10.96.0.0/12',
				kubeProxyMode: 'iptables',
				apiAddress: '192.168.122.161',
				networkProvider: 'kuberouter',
				disabledComponents: [],
				dataDir: '/var/lib/k0s',
			},
		});
	});

	it('reads the text form of the guide', () => {
		expect(readK0sStatus(outcomeOf({stdout: sample('guide/k0s-status.txt')}))).toMatchObject({
			value: {
				version: 'v1.34.1+k0s.0',
				pid: 1592,
				role: 'controller',
				workloads: true,
				singleNode: false,
				apiReachable: true,
				podCidr: null,
			},
		});
	});

	it('knows that exit 0 is not a reachable API', () => {
		const reading = readK0sStatus(outcomeOf({stdout: sample('k0s/1.34.1/status-api-down.json')}));
		expect(reading).toMatchObject({known: true, value: {apiReachable: false}});
		expect(reading.known && reading.value.apiError).toContain('connection refused');
	});

	it('says nothing of the API for a controller without workloads', () => {
		const json = JSON.stringify({
			Version: 'v1.34.1+k0s.0',
			Pid: 7,
			Role: 'controller',
			Workloads: false,
			WorkerToAPIConnectionStatus: {Message: '', Success: false},
			Args: ['k0s', 'controller', '--disable-components', 'coredns,metrics-server'],
		});
		expect(readK0sStatus(outcomeOf({stdout: json}))).toMatchObject({
			value: {apiReachable: null, disabledComponents: ['coredns', 'metrics-server']},
		});
	});

	it('tells stopped, refused by a stale socket, ordinary user, starting and missing apart', () => {
		const failed = (stderr: string) => readK0sStatus(outcomeOf({kind: 'failed', stderr}));
		const stopped = sample('k0s/1.34.1/status-stopped.stderr');
		expect(failed(stopped)).toMatchObject({unknown: {reason: 'not-running'}});
		expect(failed(stopped.replace('no such file or directory', 'connection refused'))).toMatchObject({
			unknown: {reason: 'not-running'},
		});
		expect(failed(sample('k0s/1.34.1/status-operator.stderr'))).toMatchObject({unknown: {reason: 'needs-root'}});
		expect(readK0sStatus(outcomeOf({kind: 'timed-out', exit: null}))).toMatchObject({unknown: {reason: 'timed-out'}});
		expect(readK0sStatus(outcomeOf({kind: 'not-found', exit: null}))).toMatchObject({
			unknown: {reason: 'not-installed'},
		});
	});

	it('takes no broken answer', () => {
		const json = sample('k0s/1.34.1/status.json');
		expect(readK0sStatus(outcomeOf({stdout: json.slice(0, 300)}))).toMatchObject({unknown: {reason: 'unreadable'}});
		expect(readK0sStatus(outcomeOf({stdout: '{}'}))).toMatchObject({unknown: {reason: 'unreadable'}});
		expect(readK0sStatus(outcomeOf({stdout: ''}))).toMatchObject({unknown: {reason: 'unreadable'}});
		expect(readK0sStatus(outcomeOf({stdout: json, stdoutCut: 5}))).toMatchObject({unknown: {reason: 'cut'}});
	});
});

import {describe, expect, it} from 'vitest';
import {readContainerInfo} from '../../source/read/ctr-container-info.js';
import {readContainers, readImages, readTasks} from '../../source/read/ctr-tables.js';
import {outcomeOf, recorded, sample} from '../support/samples.js';

const value = <T>(reading: {known: true; value: T} | {known: false}): T => {
	if (!reading.known) throw new Error(`not known: ${JSON.stringify(reading)}`);
	return reading.value;
};

describe('ctr tables', () => {
	it("reads the guide's containers, tasks and images", () => {
		const containers = value(readContainers(outcomeOf({stdout: sample('guide/ctr-container-list.txt')})));
		expect(containers).toHaveLength(12);
		expect(containers[4]).toEqual({
			id: '376c65bb07a293ecff719212923c316f8ba7b0092a359e9d58d35c9f74fe31e0',
			image: 'quay.io/k0sproject/kube-router:v2.6.1-iptables1.8.11-0',
			runtime: 'io.containerd.runc.v2',
		});
		const tasks = value(readTasks(outcomeOf({stdout: sample('guide/ctr-task-list.txt')})));
		expect(tasks).toHaveLength(10);
		expect(tasks[0]).toEqual({id: containers[4]?.id, pid: 2311, status: 'RUNNING'});
		const images = value(readImages(outcomeOf({stdout: sample('guide/ctr-image-list.txt')})));
		expect(images).toHaveLength(21);
		expect(images.find(({ref}) => ref === 'quay.io/k0sproject/pause:3.10.1')).toEqual({
			ref: 'quay.io/k0sproject/pause:3.10.1',
			digest: 'sha256:aea0552a7e49596ce610e4ef9a7ecc2304e6ba7c76d8fdbea628c48c1d515347',
			size: Math.round(17.8 * 1024),
			type: 'application/vnd.oci.image.index.v1+json',
			pinned: true,
		});
		expect(new Set(images.map(({size}) => typeof size))).toEqual(new Set(['number']));
	});

	it("reads containerd 1.6's columns, one blank apart", () => {
		expect(value(readContainers(recorded('ctr/1.6.20/ctr-container-list.json')))).toHaveLength(8);
		expect(value(readTasks(recorded('ctr/1.6.20/ctr-task-list.json'))).map(({pid}) => pid)).toContain(595);
		expect(value(readImages(recorded('ctr/1.6.20/ctr-image-list.json')))).toMatchObject([
			{ref: 'docker.io/library/httpd:latest', size: Math.round(1.9 * 1024 * 1024)},
			{ref: 'quay.io/k0sproject/pause:3.10.1', size: Math.round(670.6 * 1024)},
			{size: Math.round(670.6 * 1024)},
			{},
		]);
	});

	it('tells an empty table from no table', () => {
		expect(readTasks(recorded('ctr/1.6.20/ctr-bad-namespace.json'))).toEqual({known: true, value: [], notes: []});
		expect(readTasks(outcomeOf())).toMatchObject({known: false, unknown: {reason: 'unreadable'}});
		expect(readImages(recorded('ctr/1.6.20/ctr-task-list.json'))).toMatchObject({unknown: {reason: 'unreadable'}});
	});

	it('tells a missing socket, an ordinary user and a missing k0s apart', () => {
		expect(readTasks(recorded('ctr/1.6.20/ctr-socket-missing.json'))).toMatchObject({unknown: {reason: 'not-running'}});
		expect(readTasks(recorded('ctr/1.6.20/ctr-operator.json'))).toMatchObject({unknown: {reason: 'needs-root'}});
		expect(readTasks(outcomeOf({kind: 'not-found'}))).toMatchObject({unknown: {reason: 'not-installed'}});
		expect(readTasks(outcomeOf({stdout: sample('guide/ctr-task-list.txt'), stdoutCut: 1}))).toMatchObject({
			unknown: {reason: 'cut'},
		});
	});

	it('notes a line that is none of the table and keeps the others', () => {
		const stdout = `${sample('guide/ctr-task-list.txt')}ctr: something went wrong meanwhile and said so in the very same stream here\n`;
		const reading = readTasks(outcomeOf({stdout}));
		expect(value(reading)).toHaveLength(10);
		expect(reading.known && reading.notes).toHaveLength(1);
	});
});

describe('ctr container info', () => {
	it('finds pod, name and kind in the labels', () => {
		expect(readContainerInfo(recorded('ctr/1.6.20/ctr-container-info.json'))).toMatchObject({
			value: {
				id: '179e6976cdcd8bf308ef5c07bf6b483166ecbbb7c8710ba8609a6444fa438ab1',
				pod: {namespace: 'default', name: 'demo-68c6d5bdd8-tvplj'},
				name: 'httpd',
				kind: 'container',
			},
		});
	});

	it('is unknown for a container that is gone', () => {
		expect(readContainerInfo(recorded('ctr/1.6.20/ctr-info-missing.json'))).toMatchObject({
			unknown: {reason: 'failed'},
		});
	});

	it('leaves the pod of a container that no kubelet made open', () => {
		expect(readContainerInfo(outcomeOf({stdout: '{"ID":"x","Labels":null}'}))).toMatchObject({
			value: {id: 'x', pod: null, name: null, kind: null},
		});
	});
});

import {describe, expect, test} from 'vitest';
import type {Report} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {fullName} from '../../source/model/unused-images.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {answering, controller, disk, failing, goodHost, type Given} from '../support/good-host.js';
import {sample} from '../support/samples.js';
import {df, unitOf} from './case.js';

const own = allChecks.filter(({id}) => id === 'unused-images');
/** What a real k0s 1.34.1 printed: its own images, and httpd. */
const images = sample('k0s/v1.34.1-real/ctr-images.txt');
const containers = sample('k0s/v1.34.1-real/ctr-containers.txt');
const list = 'k0s ctr --connect-timeout 1s image list';
const inUse = 'k0s ctr --connect-timeout 1s container list';
const api = 'k0s kubectl get all';
/** 22 % of it are free. */
const tight = disk('xfs', 4_000_000_000);

const pod = (image: string): string =>
	JSON.stringify({
		...{apiVersion: 'v1', kind: 'List'},
		items: [
			{
				...{apiVersion: 'v1', kind: 'Pod', metadata: {namespace: 'default', name: 'web', creationTimestamp: null}},
				spec: {containers: [{name: 'web', image}]},
				status: {phase: 'Pending'},
			},
		],
	});

async function judge(given: Given): Promise<Report | undefined> {
	const runs = {[unitOf]: controller('active'), [df]: tight, [list]: images, [inUse]: containers};
	const runner = fakeRunner(answering({...goodHost, ...runs, ...given}));
	const [report] = await runChecks(own, {
		ask: async command => runner.run(command),
		options: defaultOptions,
		text: catalogue('en'),
	});
	return report;
}

/** The same rows without those of httpd. */
const without = (text: string, name: string): string =>
	text
		.split('\n')
		.filter(row => !row.includes(name))
		.join('\n');

describe('unused images', () => {
	test('each is named by all its names, and removed by them; pause is pinned and stays', async () => {
		const report = await judge({[inUse]: 'CONTAINER    IMAGE    RUNTIME    \n'});
		expect(report).toMatchObject({result: 'warn', found: expect.stringMatching(/^7 images, 2\d\d\.\d MiB$/)});
		const commands = report?.remedy?.commands.map(({argv}) => argv.join(' ')) ?? [];
		expect(commands[0]).toMatch(
			/^k0s ctr images rm docker\.io\/library\/httpd:latest docker\.io\/library\/httpd@sha256:\w+ sha256:\w+$/,
		);
		expect(commands.join('\n')).not.toContain('pause');
		expect(commands.join('\n')).not.toContain('prune');
		expect(report?.remedy?.fix).toEqual({undo: [], safe: false});
	});

	test('a container, a pod that waits for it, or a workload keeps an image', async () => {
		const bare = {[inUse]: without(containers, 'httpd')};
		const found = (await judge(bare))?.found;
		expect(found).toMatch(/^1 image, /);
		for (const name of ['httpd', 'docker.io/library/httpd:latest', 'docker.io/httpd']) {
			const report = await judge({...bare, [api]: pod(name)});
			expect(report?.result, name).toBe('pass');
		}

		expect((await judge({}))?.result).toBe('pass');
	});

	test('with room on the disk it is no warning', async () => {
		const report = await judge({[inUse]: without(containers, 'httpd'), [df]: disk()});
		expect(report).toMatchObject({result: 'pass', found: expect.stringContaining('1 image'), remedy: null});
	});

	test('a bundle may be their only source: the commands are shown, never run', async () => {
		const given = {[inUse]: without(containers, 'httpd'), 'ls -1A -- /var/lib/k0s/images': 'bundle.tar\n'};
		const {remedy, result} = (await judge(given)) ?? {};
		expect({result, commands: remedy?.commands.length, fix: remedy?.fix}).toEqual({
			result: 'warn',
			commands: 1,
			fix: undefined,
		});
		expect(remedy?.note).toContain('bundle');
	});

	test('one that no registry gave is never removed', async () => {
		const only = images.replace(/^docker\.io\/library\/httpd@sha256.*\n/m, '');
		const report = await judge({[list]: only, [inUse]: without(containers, 'httpd')});
		expect(report?.remedy).toMatchObject({commands: [], note: expect.stringContaining('only copy')});
	});

	test.each([list, inUse, api])('what could not be read makes it unknown: %s', async command => {
		const report = await judge({[command]: failing('ctr: something else\n')});
		expect(report).toMatchObject({result: 'unknown', remedy: null});
	});
});

test('names as containerd stores them', () => {
	expect(
		['httpd', 'docker.io/httpd', 'a/b:1', 'localhost/x', 'quay.io/k:1@sha256:0f', 'reg:5000/x', 'sha256:ab'].map(
			fullName,
		),
	).toEqual([
		'docker.io/library/httpd:latest',
		'docker.io/library/httpd:latest',
		'docker.io/a/b:1',
		'localhost/x:latest',
		'quay.io/k@sha256:0f',
		'reg:5000/x:latest',
		'sha256:ab',
	]);
});

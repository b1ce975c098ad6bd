import {expect, describe, test} from 'vitest';
import {runHeadless} from '../../source/commands/run.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {why} from '../../source/commands/why.js';
import {catalogue} from '../../source/text/text.js';
import {faultsBy} from '../contract/schemas.js';
import {sample} from '../support/samples.js';
import {askWhy, hostOf, type Told} from '../support/why-answers.js';
import {at, crashed, ended, eventOf, podOf, waiting, workloadOf} from '../support/why-objects.js';

const running = {state: {running: {startedAt: at(600)}}, ready: true};
const chain = {
	Deployment: [workloadOf('Deployment', 'web')],
	ReplicaSet: [workloadOf('ReplicaSet', 'web-5d', {owner: 'Deployment/web'})],
};
const broken: Told = {
	pods: [
		podOf({name: 'web-5d-abcde', owner: 'ReplicaSet/web-5d', container: crashed(1)}),
		podOf({name: 'other', namespace: 'shop', container: running}),
	],
	workloads: chain,
	log: '2026-11-30T00:53:09.2Z stderr F cannot open database\n',
};

describe('what is asked about', () => {
	test.each([
		['default/web', {kind: 'Deployment', namespace: 'default', name: 'web'}],
		['web', {kind: 'Deployment', namespace: 'default', name: 'web'}],
		['we', {kind: 'Deployment', namespace: 'default', name: 'web'}],
		['deploy/default/web', {kind: 'Deployment', namespace: 'default', name: 'web'}],
		['deployment.apps/web', {kind: 'Deployment', namespace: 'default', name: 'web'}],
		['rs/default/web-5d', {kind: 'ReplicaSet', namespace: 'default', name: 'web-5d'}],
		['default/web-5d-abcde', {kind: 'Pod', namespace: 'default', name: 'web-5d-abcde'}],
		['pod/web', {kind: 'Pod', namespace: 'default', name: 'web-5d-abcde'}],
		['abcde', {kind: 'Pod', namespace: 'default', name: 'web-5d-abcde'}],
		['shop/oth', {kind: 'Pod', namespace: 'shop', name: 'other'}],
	])('%s is %o', async (typed, target) => {
		const {json} = await askWhy(typed, broken);
		expect(json['target']).toEqual(target);
	});

	test('a namespace may be called like a kind', async () => {
		const {json, exit} = await askWhy('job/web', {pods: [podOf({namespace: 'job', container: running})]});
		expect({exit, target: json['target']}).toEqual({exit: 0, target: {kind: 'Pod', namespace: 'job', name: 'web'}});
	});

	test('what fits several lists them, exit 2', async () => {
		const {exit, json, error} = await askWhy('e', broken);
		expect(exit).toBe(2);
		expect(json['candidates']).toEqual(['deployment/default/web', 'pod/shop/other']);
		expect(error?.message).toContain('deployment/default/web, pod/shop/other');
	});

	test('what nothing is called like is not known, exit 4', async () => {
		const {exit, error} = await askWhy('default/nothing', broken);
		expect({exit, code: error?.code}).toEqual({exit: 4, code: 'not-found'});
	});

	test.each(['', '/', 'a/b/c/d', 'svc/default/web', 'default/'])('“%s” is a usage error', async typed => {
		const {exit, error} = await askWhy(typed, broken);
		expect({exit, code: error?.code}).toEqual({exit: 2, code: 'usage'});
	});
});

test('a workload tells its chain, how many of its pods, the cause, and what was printed', async () => {
	const {exit, text, json} = await askWhy('default/web', {
		...broken,
		pods: [...(broken.pods ?? []), podOf({name: 'web-5d-fghij', owner: 'ReplicaSet/web-5d', container: running})],
	});
	expect(exit).toBe(1);
	expect(text.split('\n').slice(0, 2)).toEqual([
		'broken: Deployment default/web: 1 of 2 pods: container c ended with exit 1, restarted 4 times: cannot open database',
		'Made by: Deployment/web > ReplicaSet/web-5d > Pod/web-5d-abcde',
	]);
	expect(text).toContain('  container c printed last\n    cannot open database\n    $ k0s kubectl logs web-5d-abcde');
	expect(json).toMatchObject({reason: 'crash', pods: {all: 2, bad: 1}, pod: {name: 'web-5d-abcde'}, container: 'c'});
});

describe('what could not be read', () => {
	const forbidden = (what: string) => ({
		kind: 'failed' as const,
		exit: 1,
		stderr: `Error from server (Forbidden): ${what} is forbidden: User "foo" cannot list resource "${what}"\n`,
	});
	const pods = (answer: ReturnType<typeof forbidden> | string): Told => ({
		instead: argv => (argv.endsWith('/api/v1/pods') ? answer : undefined),
	});

	test.each([
		[
			'403',
			pods(forbidden('pods')),
			'failed',
			/could not read the pods: command failed: Error from server \(Forbidden\)/,
		],
		[
			'an ordinary user',
			pods({kind: 'failed', exit: 1, stderr: sample('k0s/v1.34.1-real/kubectl-user-denied.txt')}),
			'needs-root',
			/needs root/,
		],
		[
			'k0s stopped',
			pods({kind: 'failed', exit: 1, stderr: sample('k0s/v1.34.1-real/kubectl-not-started.txt')}),
			'not-running',
			/not running/,
		],
		['the connection was cut', pods('{"kind":"PodList","items":[{"metadata":{"na'), 'unreadable', /could not be read/],
		['no k0s', {instead: () => ({kind: 'not-found' as const, exit: null})} as Told, 'not-installed', /not installed/],
	])('%s: exit 4, and it is said', async (_, told, code, message) => {
		const {exit, error, lines} = await askWhy('default/web', told);
		expect({exit, code: error?.code, lines}).toEqual({exit: 4, code, lines: []});
		expect(error?.message).toMatch(message);
	});

	test('without events a pod that is not created is not known, and the events are named', async () => {
		const {exit, json, text} = await askWhy('default/web', {
			pods: [podOf({status: {phase: 'Pending'}, container: waiting('ContainerCreating')})],
			instead: argv => (argv.includes('get events') ? forbidden('events') : undefined),
		});
		expect(exit).toBe(4);
		expect(json).toMatchObject({verdict: 'unknown', unread: [{part: 'events', of: 'default', reason: 'failed'}]});
		expect(text).toContain('Not read\n  events of namespace default: command failed, Error from server (Forbidden)');
	});

	test('without its replica sets nobody knows whose the pods are', async () => {
		const {exit, error} = await askWhy('deploy/default/web', {
			...broken,
			instead: argv => (argv.endsWith('/replicasets') ? forbidden('replicasets') : undefined),
		});
		expect({exit, code: error?.code}).toEqual({exit: 4, code: 'failed'});
	});

	test('a log that is not there is named, beside the exit code', async () => {
		const {exit, json} = await askWhy('default/web', {pods: [podOf({container: crashed(1)})]});
		expect(exit).toBe(1);
		expect(json['unread']).toMatchObject([{part: 'log', of: 'c'}]);
	});

	test('where the files of the log are not there the API is asked', async () => {
		const {text, asked} = await askWhy('default/web', {
			pods: [podOf({container: crashed(1)})],
			instead: argv => (argv.startsWith('k0s kubectl logs') ? 'from the API\n' : undefined),
		});
		expect(text).toMatch(/restarted 4 times: from the API$/m);
		expect(asked).toContain('k0s kubectl logs web -n default -c c --previous --tail=50');
	});
});

test('a name in a message that is none is never given to a command', async () => {
	const {asked} = await askWhy('default/web', {
		pods: [podOf({container: waiting('CreateContainerConfigError', 'secret "--kubeconfig=/tmp/x" not found')})],
	});
	expect(asked.filter(argv => argv.includes('--kubeconfig'))).toEqual([]);
});

describe('text from outside', () => {
	const bad = '\u001B]52;c;aGk=\u0007\u001B[31m\u009B2J\u202Eevil\r\n漢字\u200Bx';
	const long = 'n'.repeat(10_000);
	const told: Told = {
		pods: [
			podOf({
				name: `web${bad}`,
				meta: {labels: {[bad]: bad}},
				asks: {livenessProbe: {exec: {command: [bad]}}},
				container: {...waiting('CrashLoopBackOff', bad), restartCount: 1, lastState: ended(1, bad, {message: bad})},
			}),
			podOf({name: long, container: waiting(bad, bad)}),
		],
		events: [eventOf(bad, `${bad}${long}`, {name: `web${bad}`})],
		log: `2026-11-30T00:53:09.2Z stderr F ${bad.replaceAll(/[\r\n]/g, '')}\n`,
	};

	test.each([[`web${bad}`], ['nnnn'], [bad]])('is never raw: %j', async typed => {
		const runner = hostOf(told);
		let out = '';
		await runHeadless(
			why,
			{
				...{
					runner,
					text: catalogue('en'),
					settings: settingsFrom({}),
					values: {},
					positionals: [typed.replaceAll('/', '')],
				},
				signal: new AbortController().signal,
			},
			{out: text => (out += text), err: text => (out += text)},
		);
		expect(out).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u202E]/);
		expect(out.length).toBeGreaterThan(20);
	});

	test('is whole in the JSON, and that agrees with its schema', async () => {
		const runner = hostOf(told);
		let out = '';
		const exit = await runHeadless(
			why,
			{
				...{runner, text: catalogue('en'), settings: settingsFrom({json: true}), values: {}, positionals: ['pod/web']},
				signal: new AbortController().signal,
			},
			{out: text => (out += text), err: () => undefined},
		);
		expect(exit).toBe(1);
		expect(faultsBy('why', JSON.parse(out))).toEqual([]);
		expect(out).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
	});
});

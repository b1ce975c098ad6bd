import {describe, expect, test} from 'vitest';
import {readEndpointPods, readOwnDeployment, readOwnPods, readOwnReplicaSets} from '../../source/read/kubectl/owned.js';
import {known} from '../../source/facts/reading.js';
import {defaultDemo} from '../../source/smoke/answers.js';
import type {DemoFacts} from '../../source/smoke/facts.js';
import {endingPods, ownPods, strangers} from '../../source/smoke/ownership.js';
import {demoRungs} from '../../source/smoke/rungs.js';
import {plainIds} from '../support/plain-ids.js';
import {ended} from '../support/packet-filter.js';

const text = plainIds;

const owned = (kind: string, uid: string) => ({ownerReferences: [{kind, name: 'x', uid, controller: true}]});
const revision = (number: string) => ({annotations: {'deployment.kubernetes.io/revision': number}});

/** Objects as `kubectl get -o json` prints them; what is not asked for is left out. */
const deployment = (change: {generation?: number; observed?: number; image?: string} = {}) => ({
	kind: 'Deployment',
	metadata: {name: 'demo', uid: 'deployment-2', generation: change.generation ?? 1, ...revision('1')},
	spec: {template: {spec: {containers: [{name: 'httpd', image: change.image ?? 'httpd'}]}}},
	status: {observedGeneration: change.observed ?? 1},
});
const replicaSet = (uid: string, ownerUid: string, number = '1') => ({
	kind: 'ReplicaSet',
	metadata: {name: `demo-${uid}`, uid, ...owned('Deployment', ownerUid), ...revision(number)},
});
const pod = (uid: string, ownerUid: string, {ready = true, ending = false} = {}) => ({
	kind: 'Pod',
	metadata: {
		name: `demo-68c6d5bdd8-${uid}`,
		namespace: 'default',
		uid,
		ownerReferences: [{kind: 'ReplicaSet', name: 'demo-68c6d5bdd8', uid: ownerUid, controller: true}],
		...(ending ? {deletionTimestamp: '2026-11-30T01:00:00Z'} : {}),
	},
	spec: {containers: [{name: 'httpd', image: 'httpd'}]},
	status: {
		phase: 'Running',
		podIP: '10.244.0.9',
		containerStatuses: [{name: 'httpd', ready, state: ready ? {running: {}} : {waiting: {reason: 'ImagePullBackOff'}}}],
	},
});
const slice = (...pods: ReadonlyArray<readonly [uid: string, address: string, ready?: boolean]>) => ({
	kind: 'EndpointSlice',
	endpoints: pods.map(([uid, address, ready = true]) => ({
		addresses: [address],
		conditions: {ready},
		targetRef: {kind: 'Pod', name: `demo-${uid}`, uid},
	})),
});

const listed = (...items: unknown[]) => ended(JSON.stringify({kind: 'List', items}));
const single = (item: unknown) => ended(JSON.stringify(item));

function facts(given: {
	readonly deployment?: ReturnType<typeof deployment>;
	readonly sets?: readonly unknown[];
	readonly pods?: readonly unknown[];
	readonly slices?: readonly unknown[];
}): DemoFacts {
	const made = readOwnDeployment(single(given.deployment ?? deployment()));
	return {
		deployment: made.known ? known({state: 'ours', value: made.value}) : made,
		replicaSets: readOwnReplicaSets(listed(...(given.sets ?? [replicaSet('set-2', 'deployment-2')]))),
		pods: readOwnPods(listed(...(given.pods ?? []))),
		endpoints: readEndpointPods(listed(...(given.slices ?? []))),
		service: known({state: 'absent'}),
		url: 'http://127.0.0.1:30094',
		answer: known('<h1>It works!</h1>'),
	} as unknown as DemoFacts;
}

const names = (given: DemoFacts): readonly string[] | null | undefined => {
	const own = ownPods(given);
	return own.known ? (own.value?.map(({uid}) => uid ?? '') ?? null) : undefined;
};

describe('which pods are this deployment’s', () => {
	test('those of its current ReplicaSet', () => {
		expect(names(facts({pods: [pod('a', 'set-2'), pod('b', 'set-1'), pod('c', 'else')]}))).toEqual(['a']);
	});

	test('not those of an earlier deployment of the same name, however ready', () => {
		const sets = [replicaSet('set-1', 'deployment-1'), replicaSet('set-2', 'deployment-2')];
		expect(names(facts({sets, pods: [pod('old', 'set-1')]}))).toEqual([]);
	});

	test('not those of an earlier template', () => {
		const sets = [replicaSet('set-1', 'deployment-2', '1'), replicaSet('set-2', 'deployment-2', '2')];
		const now = {...deployment(), metadata: {...deployment().metadata, ...revision('2')}};
		expect(names(facts({deployment: now, sets, pods: [pod('old', 'set-1')]}))).toEqual([]);
	});

	test('not one that ends', () => {
		expect(names(facts({pods: [pod('a', 'set-2', {ending: true})]}))).toEqual([]);
	});

	test('none while the controller has not seen the deployment as it is', () => {
		expect(names(facts({deployment: deployment({generation: 2}), pods: [pod('a', 'set-2')]}))).toBeNull();
		expect(names(facts({sets: [], pods: [pod('a', 'set-2')]}))).toBeNull();
	});

	test('what could not be read is not none', () => {
		const unread = {...facts({}), replicaSets: readOwnReplicaSets(ended('', {exit: 1, stderr: 'Error: no'}))};
		expect(ownPods(unread).known).toBe(false);
	});
});

describe('whose answer it was', () => {
	test('this deployment’s alone', () => {
		const given = facts({pods: [pod('a', 'set-2')], slices: [slice(['a', '10.244.0.9'])]});
		expect(strangers(given)).toMatchObject({known: true, value: []});
	});

	test('an old pod that still takes requests may have answered: the rung does not pass', () => {
		const given = facts({
			pods: [pod('a', 'set-2', {ready: false}), pod('old', 'set-1')],
			slices: [slice(['old', '10.244.0.8'], ['a', '10.244.0.9', false])],
		});
		expect(strangers(given)).toMatchObject({known: true, value: ['demo-old (10.244.0.8)']});
		const request = demoRungs(text).find(({id}) => id === 'request');
		expect(request?.judge(given, defaultDemo)).toMatchObject({state: 'open'});
		expect(request?.judge(given, defaultDemo).found).toContain('demo-old (10.244.0.8)');
	});
});

describe('the rungs', () => {
	const rung = (id: string) => demoRungs(text).find(each => each.id === id);

	test('a kept demo with another image is not this one', () => {
		const judged = rung('create')?.judge(facts({}), {...defaultDemo, image: 'nosuch:1'});
		expect(judged).toMatchObject({state: 'blocked', hint: text.demo.rungs.create.otherImageHint});
		expect(rung('create')?.judge(facts({}), defaultDemo)).toMatchObject({state: 'so'});
	});

	test('the clean-up waits for pods that end, whether told to or left by their ReplicaSet', () => {
		const gone = {...facts({sets: []}), deployment: known({state: 'absent'})} as unknown as DemoFacts;
		const cleanup = rung('cleanup');
		expect(cleanup?.judge(gone, defaultDemo)).toMatchObject({state: 'so'});
		for (const left of [pod('a', 'set-2', {ending: true}), pod('b', 'set-2')]) {
			const still = {...gone, pods: readOwnPods(listed(left))};
			expect(endingPods(still, defaultDemo)).toHaveLength(1);
			expect(cleanup?.judge(still, defaultDemo)).toMatchObject({
				state: 'open',
				hint: text.demo.rungs.cleanup.endingHint,
			});
		}
	});

	test('pods of somebody else with the same label are not waited for', () => {
		const other = {
			...pod('z', 'else'),
			metadata: {...pod('z', 'else').metadata, ownerReferences: [{kind: 'StatefulSet', name: 'db', uid: 'else'}]},
		};
		expect(endingPods({...facts({sets: []}), pods: readOwnPods(listed(other))}, defaultDemo)).toEqual([]);
	});
});

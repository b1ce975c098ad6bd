import {expect, test} from 'vitest';
import type {Pod, Workload} from '../../../source/facts/cluster.js';
import {troublesOf} from '../../../source/model/pod-trouble/pod-trouble.js';
import {lacksPods} from '../../../source/model/trouble-logs.js';
import {podFacts} from '../../support/pod.js';

const now = Date.parse('2026-11-30T02:00:00Z');

/** 400 replica sets with four pods each; `dead`: of each the first pod was evicted. */
function crowd(dead: boolean): {
	readonly pods: readonly Pod[];
	readonly workloads: readonly Workload[];
	readonly looks: () => number;
} {
	let looks = 0;
	const pods = Array.from({length: 1600}, (_, at): Pod => {
		const evicted = dead && at % 4 === 0;
		const pod = podFacts({
			name: `pod-${at}`,
			owner: `ReplicaSet/set-${Math.floor(at / 4)}`,
			...(evicted && {phase: 'Evicted', ready: 0, containers: []}),
		});
		return new Proxy(pod, {
			get(target, name) {
				if (name === 'owner') looks++;
				return Reflect.get(target, name) as unknown;
			},
		});
	});
	const workloads = Array.from({length: 400}, (_, at): Workload => ({
		...{kind: 'ReplicaSet', namespace: 'default', name: `set-${at}`, desired: 4, ready: 4, available: 4},
		...{updated: null, observed: null, images: [], createdAt: null},
	}));
	return {pods, workloads, looks: () => looks};
}

test.each([false, true])('of 1,600 pods each is looked at a few times, however many workloads ask (dead: %s)', dead => {
	const {pods, workloads, looks} = crowd(dead);
	expect(troublesOf({pods, workloads, events: [], now})).toEqual([]);
	expect(lacksPods(pods, workloads)).toBe(false);
	// Each workload through all pods would be 640,000 looks.
	expect(looks()).toBeLessThanOrEqual(8 * pods.length);
});

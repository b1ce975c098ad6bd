import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {askWhy, itemsOf, type Told} from '../../support/why-answers.js';

/** Pods that were broken on a real k0s 1.34.1: the cause that `why` names, and its sentence. */

const folder = 'real-k0s/pods';
const files = readdirSync(`test/samples/${folder}`);
const told = (name: string): Told => {
	const events = `events-${name.replace(/^pod-/, '')}.json`;
	return {
		pods: itemsOf(`${folder}/${name}.json`),
		events: files.includes(events) ? itemsOf(`${folder}/${events}`) : [],
		nodes: itemsOf('k0s/v1.34.1-real/kubectl-get-nodes.json'),
	};
};

type Named = {
	readonly metadata: {readonly name: string; readonly namespace: string};
	readonly status: {readonly phase: string};
};
const nameOf = (name: string): string => {
	const pods = itemsOf(`${folder}/${name}.json`) as unknown as readonly Named[];
	const {metadata} = pods.find(({status}) => status.phase !== 'Running') ?? (pods[0] as Named);
	return `${metadata.namespace}/${metadata.name}`;
};

const real: ReadonlyArray<readonly [file: string, reason: string, exit: number, says: RegExp]> = [
	['pod-after-cordon', 'node-cordoned', 1, /the node is cordoned: it takes no new pods/],
	['pod-after-taint', 'node-taint', 1, /the taint maintenance=yes keeps it from the node/],
	['pod-badcmd', 'command-missing', 1, /container c cannot start: \/no\/such\/binary is not in its image/],
	['pod-badmount', 'volume-path', 1, /a volume needs \/no\/such\/dir on the node, which is not a directory/],
	['pod-coredns-broken', 'crash', 1, /container coredns ended with exit 1, restarted 2 times/],
	['pod-coredns-empty-resolvconf', 'crash', 1, /container coredns ended with exit 1/],
	['pod-cpu64', 'node-resources', 1, /no node has enough cpu left for it/],
	['pod-crashloop', 'crash', 1, /container c ended with exit 1, restarted 2 times/],
	[
		'pod-errimagepull',
		'image-dns',
		1,
		/image library\/nosuchimage:9\.9 cannot be pulled: this host cannot resolve registry-1\.docker\.io \(asked 192\.168\.122\.1\)/,
	],
	['pod-failed', 'failed', 1, /container c ended with exit 2/],
	['pod-hostport', 'host-port', 1, /another pod already has the host port/],
	['pod-initfail', 'crash', 1, /init container migrate ended with exit 3, restarted 2 times/],
	['pod-invalidimg', 'image-name', 1, /image name BusyBox:Latest is not valid/],
	[
		'pod-konnectivity-blocked',
		'terminating',
		4,
		/is being deleted and does not go away, and nothing that was read says why/,
	],
	['pod-kube-router-crash', 'crash', 1, /container kube-router ended with exit 2/],
	['pod-neverpull', 'image-never-pulled', 1, /busybox:1\.0 is not on the node, and the pull policy Never/],
	['pod-nocm', 'config-map', 1, /container c needs the config map app-config, which does not exist/],
	['pod-nodeselector', 'node-selector', 1, /no node has the labels that its node selector/],
	['pod-nosecret', 'secret', 1, /container c needs the secret db, which does not exist/],
	['pod-oomkilled', 'out-of-memory', 1, /exit 137 \(SIGKILL\), restarted 2 times: out of memory/],
	['pod-runasnonroot', 'run-as-non-root', 1, /container c must not run as root/],
	['pods-evicted-diskpressure', 'evicted-disk', 1, /the node was short of disk space and refused it/],
];

describe('why, on pods that were broken on a real k0s', () => {
	test.each(real)('%s: %s', async (file, reason, exit, says) => {
		const answer = await askWhy(nameOf(file), told(file));
		expect(answer.error).toBeUndefined();
		expect({reason: answer.reason, exit: answer.exit}).toEqual({reason, exit});
		expect(answer.lines[0]).toMatch(says);
		const evidence = answer.json['evidence'] as ReadonlyArray<{command: readonly string[]}>;
		expect(evidence.length).toBeGreaterThan(0);
		expect(evidence.every(({command}) => command.length > 1)).toBe(true);
		expect(answer.json['next']).toHaveLength(1);
	});

	test('every recorded pod is in the table', () => {
		const recorded = files.filter(file => file.startsWith('pod')).map(file => file.replace('.json', ''));
		expect(real.map(([name]) => name).toSorted()).toEqual(recorded.filter(name => name !== 'pod-quota').toSorted());
	});
});

import type {TestHost} from '../support/test-host.js';

// Pods that break in ways that need no image but httpd's: each with the cause that `status` must name.
// The httpd of a test host is a busybox, that of a registry a Debian or an Alpine: all have `sh`.

type Container = Readonly<Record<string, unknown>>;
const pod = (name: string, container: Container, spec: Container = {}): unknown => ({
	apiVersion: 'v1',
	kind: 'Pod',
	metadata: {name, namespace: 'broken'},
	spec: {terminationGracePeriodSeconds: 1, ...spec, containers: [{name: 'main', image: 'httpd', ...container}]},
});

export const brokenPods: Readonly<Record<string, {readonly cause: string; readonly object: unknown}>> = {
	'no-image': {cause: 'image-pull', object: pod('no-image', {image: 'docker.io/library/no-such-image:1'})},
	crash: {
		cause: 'crash',
		object: pod('crash', {command: ['sh', '-c', 'echo "fatal: no such database" >&2; exit 3']}),
	},
	'too-large': {cause: 'unscheduled', object: pod('too-large', {resources: {requests: {cpu: '64'}}})},
	'no-config': {
		cause: 'container-config',
		object: pod('no-config', {envFrom: [{configMapRef: {name: 'no-such-config'}}]}),
	},
	'no-volume': {
		cause: 'mount',
		object: pod(
			'no-volume',
			{volumeMounts: [{name: 'data', mountPath: '/data'}]},
			{volumes: [{name: 'data', secret: {secretName: 'no-such-secret'}}]},
		),
	},
};

const kubectl = 'k0s kubectl';

export async function breakPods(host: TestHost): Promise<void> {
	const items = Object.values(brokenPods).map(({object}) => object);
	await host.must(['sh', '-c', `${kubectl} create namespace broken && ${kubectl} create -f -`], {
		input: JSON.stringify({apiVersion: 'v1', kind: 'List', items}),
		milliseconds: 60_000,
	});
}

export const mendPods = `${kubectl} delete namespace broken --wait --timeout=120s`;

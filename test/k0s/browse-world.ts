import {listOf} from './kinds.js';

// What the walk by keys looks at: one object of every kind that people browse, in a namespace of its own.

export const shop = 'shop';
const meta = (name: string, labels: Readonly<Record<string, string>> = {}): unknown => ({
	name,
	namespace: shop,
	labels,
});
const sh = (script: string): readonly string[] => ['sh', '-c', script];
const idle = 'trap exit TERM; while true; do sleep 1; done';
const template = (app: string, containers: readonly unknown[], more = {}): unknown => ({
	metadata: {labels: {app}},
	spec: {terminationGracePeriodSeconds: 1, containers, ...more},
});
const container = (name: string, script: string, more = {}): unknown => ({
	...{name, image: 'httpd', imagePullPolicy: 'IfNotPresent', command: sh(script)},
	...more,
});
const runs = (
	kind: string,
	name: string,
	spec: unknown,
	apiVersion = 'apps/v1',
): Readonly<Record<string, unknown>> => ({
	...{apiVersion, kind, metadata: meta(name, {app: name}), spec},
});
const once = {restartPolicy: 'Never'};
const chatter = 'n=0; while true; do n=$((n+1)); echo "line $n needle"; sleep 1; done';
/** Colours, a title, a carriage return, wide letters and 10 kB in one line. */
const hostile = String.raw`while true; do printf 'log \033[31mred\033[0m \033]0;title\007 日本語 \r over\n'; head -c 10000 /dev/zero | tr '\0' x; echo; sleep 5; done`;

export const world = listOf([
	{apiVersion: 'v1', kind: 'Namespace', metadata: {name: shop}},
	runs('Deployment', 'web', {
		replicas: 2,
		selector: {matchLabels: {app: 'web'}},
		template: template('web', [container('main', idle), container('side', chatter)]),
	}),
	runs('StatefulSet', 'db', {
		serviceName: 'db',
		replicas: 2,
		selector: {matchLabels: {app: 'db'}},
		template: template('db', [container('db', idle)]),
	}),
	runs('DaemonSet', 'agent', {
		selector: {matchLabels: {app: 'agent'}},
		template: template('agent', [container('agent', idle)]),
	}),
	runs('Job', 'migrate', {template: template('migrate', [container('m', 'echo migrated')], once)}, 'batch/v1'),
	runs(
		'CronJob',
		'report',
		{schedule: '0 0 1 1 *', jobTemplate: {spec: {template: template('report', [container('r', 'date')], once)}}},
		'batch/v1',
	),
	{
		...{apiVersion: 'v1', kind: 'Service', metadata: meta('web')},
		spec: {selector: {app: 'web'}, type: 'NodePort', ports: [{name: 'http', port: 80}]},
	},
	{apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('settings'), data: {text: '日本語の値'}},
	{apiVersion: 'v1', kind: 'Secret', metadata: meta('login'), stringData: {password: 'x'}},
	{
		...{apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: meta('data')},
		spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}},
	},
	{
		...{apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: meta('web')},
		spec: {defaultBackend: {service: {name: 'web', port: {number: 80}}}},
	},
	{
		...{apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: meta('db')},
		spec: {minAvailable: 2, selector: {matchLabels: {app: 'db'}}},
	},
	{
		...{apiVersion: 'v1', kind: 'Pod', metadata: meta('hostile')},
		spec: {terminationGracePeriodSeconds: 1, containers: [container('main', hostile)]},
	},
	{
		...{apiVersion: 'v1', kind: 'Pod', metadata: meta('greedy')},
		spec: {
			terminationGracePeriodSeconds: 1,
			containers: [
				container('main', 'while true; do (tail /dev/zero); sleep 20; done', {resources: {limits: {memory: '24Mi'}}}),
			],
		},
	},
	{
		...{apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'},
		metadata: {name: 'ferries.harbour.example.com'},
		spec: {
			...{group: 'harbour.example.com', scope: 'Namespaced'},
			names: {plural: 'ferries', singular: 'ferry', kind: 'Ferry', shortNames: ['fry']},
			versions: [
				{
					...{name: 'v1', served: true, storage: true},
					schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
					additionalPrinterColumns: [
						{name: 'Port', type: 'string', jsonPath: '.spec.port'},
						{name: 'Cars', type: 'integer', jsonPath: '.spec.cars'},
						{name: 'Captain', type: 'string', jsonPath: '.spec.captain', priority: 1},
					],
				},
			],
		},
	},
]);

export const ferry = listOf([
	{
		...{apiVersion: 'harbour.example.com/v1', kind: 'Ferry', metadata: meta('vesta')},
		spec: {port: '大阪', cars: 40, captain: 'mori'},
	},
]);

/**
 * Six pods and a service of every kind, in a namespace of their own: what `reach` predicts of them is compared with real
 * packets. All pods run k0s's own CoreDNS image, which a real k0s always has: it answers tcp and udp on the ports of its
 * Corefile (plugin whoami).
 */

type Part = Readonly<Record<string, unknown>>;

export const namespace = 'kinds';
/** Node ports, host ports and external addresses, each once: what the LAN asks. */
export const doors = {
	nodePort: 30_080,
	nobody: 30_081,
	local: 30_082,
	affinity: 30_083,
	balancer: 30_084,
	hostnet: 30_085,
	named: 30_086,
	wrongPort: 30_088,
	fourOnly: 30_089,
	sixOnly: 30_090,
	udp: 30_053,
	hostPort: 8088,
	external: 8085,
} as const;

const meta = (name: string, labels: Part = {}): Part => ({name, namespace, labels});

const listens: Readonly<Record<string, readonly number[]>> = {
	web: [8080, 8081],
	dns: [5353],
	client: [7777],
	hostport: [8000],
	hostnet: [8099],
};

const corefiles: Part = {
	apiVersion: 'v1',
	kind: 'ConfigMap',
	metadata: meta('corefiles'),
	data: Object.fromEntries(
		Object.entries(listens).map(([app, ports]) => [app, ports.map(port => `.:${port} {\n\twhoami\n}\n`).join('')]),
	),
};

const pod = (image: string, name: string, app: string, ports: readonly Part[], spec: Part = {}): Part => ({
	apiVersion: 'v1',
	kind: 'Pod',
	metadata: meta(name, {app}),
	spec: {
		terminationGracePeriodSeconds: 0,
		volumes: [{name: 'corefiles', configMap: {name: 'corefiles'}}],
		...spec,
		containers: [
			{
				...{name: 'main', image, imagePullPolicy: 'IfNotPresent', args: ['-conf', `/corefiles/${app}`], ports},
				volumeMounts: [{name: 'corefiles', mountPath: '/corefiles'}],
			},
		],
	},
});

const service = (name: string, app: string | null, port: Part, spec: Part = {}): Part => ({
	apiVersion: 'v1',
	kind: 'Service',
	metadata: meta(name),
	// With a cluster of two families each service has both; with one it has that one.
	spec: {...(app !== null && {selector: {app}}), ports: [port], ipFamilyPolicy: 'PreferDualStack', ...spec},
});

/** Endpoints that nobody selected: an address of the LAN, of this node or of another one. */
const slice = (of: string, port: number, address: string, more: Part = {}): Part => ({
	apiVersion: 'discovery.k8s.io/v1',
	kind: 'EndpointSlice',
	metadata: meta(`${of}-${address.includes(':') ? 6 : 4}`, {'kubernetes.io/service-name': of}),
	addressType: address.includes(':') ? 'IPv6' : 'IPv4',
	ports: [{name: '', port, protocol: 'TCP'}],
	endpoints: [{addresses: [address], conditions: {ready: true}, ...more}],
});

const http = {name: 'http', containerPort: 8080};
const admin = {name: 'admin', containerPort: 8081};
const node = (nodePort: number): Part => ({port: 80, targetPort: 8080, nodePort});

/** A host and its neighbour on the LAN, where nobody listens at 8000. */
export type Ends = {readonly address: string; readonly neighbour: string};

/** Of a test host with two families, beside its IPv4. */
export const six: Ends = {address: 'fd77::161', neighbour: 'fd77::1'};

/** `image`: of k0s's own CoreDNS. `ends`: of each family that the cluster has, IPv4 first. */
export const kinds = (image: string, ends: readonly Ends[]): readonly Part[] => [
	{apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}},
	corefiles,
	pod(image, 'web-a', 'web', [http, admin]),
	pod(image, 'web-b', 'web', [http, admin]),
	pod(image, 'dns', 'dns', [{name: 'dns', containerPort: 5353, protocol: 'UDP'}]),
	pod(image, 'client', 'client', []),
	pod(image, 'hostport', 'hostport', [{name: 'web', containerPort: 8000, hostPort: doors.hostPort}]),
	pod(image, 'hostnet', 'hostnet', [{name: 'web', containerPort: 8099}], {hostNetwork: true}),
	service('cluster-ip', 'web', {port: 80, targetPort: 8080}),
	service('node-port', 'web', node(doors.nodePort), {type: 'NodePort'}),
	service('named', 'web', {name: 'http', port: 80, targetPort: 'http', nodePort: doors.named}, {type: 'NodePort'}),
	service('headless', 'web', {port: 8080, targetPort: 8080}, {clusterIP: 'None'}),
	{
		apiVersion: 'v1',
		kind: 'Service',
		metadata: meta('external-name'),
		spec: {type: 'ExternalName', externalName: `cluster-ip.${namespace}.svc.cluster.local`},
	},
	service('nobody', 'nobody', node(doors.nobody), {type: 'NodePort'}),
	service('local', 'web', node(doors.local), {type: 'NodePort', externalTrafficPolicy: 'Local'}),
	service('inner-local', 'web', {port: 80, targetPort: 8080}, {internalTrafficPolicy: 'Local'}),
	service('affinity', 'web', node(doors.affinity), {type: 'NodePort', sessionAffinity: 'ClientIP'}),
	service(
		'ports',
		'web',
		{},
		{
			ports: [
				{name: 'http', port: 80, targetPort: 'http'},
				{name: 'admin', port: 81, targetPort: 'admin'},
			],
		},
	),
	service(
		'udp',
		'dns',
		{name: 'dns', protocol: 'UDP', port: 53, targetPort: 'dns', nodePort: doors.udp},
		{type: 'NodePort'},
	),
	service('hostport', 'hostport', {port: 80, targetPort: 'web'}),
	service('hostnet', 'hostnet', {port: 80, targetPort: 'web', nodePort: doors.hostnet}, {type: 'NodePort'}),
	service('wrong-port', 'web', {port: 80, targetPort: 9999, nodePort: doors.wrongPort}, {type: 'NodePort'}),
	service(
		'outside-ip',
		'web',
		{port: doors.external, targetPort: 8080},
		{externalIPs: ends.map(({address}) => address)},
	),
	service('balancer', 'web', node(doors.balancer), {type: 'LoadBalancer'}),
	service('no-selector', null, {port: 80, targetPort: 8000}),
	...ends.map(({neighbour}) => slice('no-selector', 8000, neighbour)),
	service('on-this-node', null, {port: 80, targetPort: 8099}),
	...ends.map(({address}) => slice('on-this-node', 8099, address)),
	service('elsewhere', null, {port: 80, targetPort: 8000}, {internalTrafficPolicy: 'Local'}),
	...ends.map(({neighbour}) => slice('elsewhere', 8000, neighbour, {nodeName: 'elsewhere'})),
	...(ends.length > 1
		? [
				service('four-only', 'web', node(doors.fourOnly), {...one('IPv4'), type: 'NodePort'}),
				service('six-only', 'web', node(doors.sixOnly), {...one('IPv6'), type: 'NodePort'}),
				service('six-headless', 'web', {port: 8080, targetPort: 8080}, {...one('IPv6'), clusterIP: 'None'}),
			]
		: []),
];

const one = (family: 'IPv4' | 'IPv6'): Part => ({ipFamilyPolicy: 'SingleStack', ipFamilies: [family]});

const policy = (name: string, app: string, spec: Part): Part => ({
	apiVersion: 'networking.k8s.io/v1',
	kind: 'NetworkPolicy',
	metadata: meta(name),
	spec: {podSelector: {matchLabels: {app}}, ...spec},
});

const from = (app: string): Part => ({podSelector: {matchLabels: {app}}});

/** One by label and named port, one to the outside by a port, one that lets nobody in but the LAN. */
export const policies = (lans: readonly string[]): readonly Part[] => [
	policy('web-from-client', 'web', {
		policyTypes: ['Ingress'],
		ingress: [{from: [from('client')], ports: [{port: 'http', protocol: 'TCP'}]}],
	}),
	policy('client-out', 'client', {
		policyTypes: ['Egress'],
		egress: [
			{to: [from('web')], ports: [{port: 8080}, {port: 8081}]},
			{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: 'UDP'}]},
		],
	}),
	policy('hostport-from-lan', 'hostport', {
		policyTypes: ['Ingress'],
		ingress: [{from: lans.map(cidr => ({ipBlock: {cidr}}))}],
	}),
];

export const listOf = (items: readonly Part[]): string => JSON.stringify({apiVersion: 'v1', kind: 'List', items});

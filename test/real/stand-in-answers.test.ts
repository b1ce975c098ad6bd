import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {differences} from '../support/shape.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

// What the stand-in answers, field by field, against the recorded answers of a real k0s v1.34.1 on Debian 13
// (test/samples/k0s/v1.34.1-real). A field that one of them alone has stands in `known` with its reason. The test fails when
// the stand-in drifts, and when a difference that stands here is no more.

const reason = whyNoTestHost();
const real = (name: string) => readFileSync(new URL(`../samples/k0s/v1.34.1-real/${name}`, import.meta.url), 'utf8');

/** A difference: the file, `real` or `ours` (who has it), the path, and why. */
const known: readonly (readonly [file: string, difference: string, why: string])[] = [
	[
		'kubectl-get-all-A.json',
		'real Deployment.metadata.labels.k0s-tui: string',
		'the recorded demo was made by the product',
	],
	[
		'kubectl-get-events-A.json',
		'real Event.metadata.generateName: string',
		"an event of k0s's own (SuccessfulReconcile)",
	],
	['kubectl-get-events-A.json', 'real Event.series.count: number', 'an event that came again within six minutes'],
	['kubectl-get-events-A.json', 'real Event.series.lastObservedTime: string', 'the same'],
];

const json: readonly (readonly [file: string, command: readonly string[]])[] = [
	['k0s-status.json', ['k0s', 'status', '-o', 'json']],
	['k0s-version.json', ['k0s', 'version', '-j']],
	['k0s-sysinfo.json', ['k0s', 'sysinfo', '-o', 'json']],
	['kubectl-version.json', ['k0s', 'kubectl', 'version', '-o', 'json']],
	['kubectl-get-nodes.json', ['k0s', 'kubectl', 'get', 'nodes', '-o', 'json']],
	['kubectl-get-services-A.json', ['k0s', 'kubectl', 'get', 'svc', '-A', '-o', 'json']],
	['kubectl-get-endpointslices-A.json', ['k0s', 'kubectl', 'get', 'endpointslices', '-A', '-o', 'json']],
	['kubectl-get-events-A.json', ['k0s', 'kubectl', 'get', 'events', '-A', '-o', 'json']],
	['kubectl-get-all-A.json', ['k0s', 'kubectl', 'get', 'all', '-A', '-o', 'json']],
];

const pki = '/var/lib/k0s/pki';
const admin = `--cert ${pki}/admin.crt --key ${pki}/admin.key`;
const watch = 'https://localhost:6443/api/v1/pods?watch=true&timeoutSeconds=4&resourceVersion';
/** The API itself: status line and body. */
const api: readonly (readonly [file: string, curl: string])[] = [
	['api-401.txt', 'https://localhost:6443/api/v1/pods'],
	['api-401.txt', 'https://localhost:6443/version'],
	['api-403.txt', `${admin} -H "Impersonate-User: foo" https://localhost:6443/api/v1/pods`],
	['api-404-path.txt', `${admin} https://localhost:6443/foo`],
	['api-404.txt', `${admin} https://localhost:6443/api/v1/namespaces/default/pods/foo`],
	['api-405.txt', `${admin} -X POST -d {} https://localhost:6443/api/v1/nodes/centos10.home.local`],
	['api-410-list.txt', `${admin} "https://localhost:6443/api/v1/pods?resourceVersion=2&resourceVersionMatch=Exact"`],
	['api-410-watch.txt', `${admin} "${watch}=2"`],
	[
		'api-410-continue.txt',
		`${admin} "https://localhost:6443/api/v1/pods?limit=1&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6Miwic3RhcnQiOiIva3ViZS1zeXN0ZW0vY29yZWRucyJ9"`,
	],
	['api-watch-badrv-500.txt', `${admin} "${watch}=abc"`],
	['api-plain-http.txt', 'http://localhost:6443/api/v1/pods'],
];
/** The code and the body; a version that is too old names the oldest one that is known. */
const answer = (text: string) => ({
	code: /^HTTP\/\S+ (\d+)/.exec(text)?.[1],
	body: text
		.replaceAll('\r', '')
		.split('\n\n')
		.slice(1)
		.join('\n\n')
		.trim()
		.replace(/\(\d+\)/, '(N)'),
});

type Words = {readonly file: string; readonly exit: number; readonly command: string; readonly user?: 'operator'};
/** Errors and small answers, word for word: sample, exit code, command, user. */
const words: readonly Words[] = [
	{file: 'k0s-version-all.txt', exit: 0, command: 'k0s version -a'},
	{file: 'k0s-airgap-list-images.txt', exit: 0, command: 'k0s airgap list-images'},
	{file: 'k0s-etcd-member-list.txt', exit: 0, command: 'k0s etcd member-list'},
	{file: 'k0s-config-validate-missing.txt', exit: 1, command: 'k0s config validate -c /nonexistent.yaml'},
	{
		file: 'k0s-config-validate-syntax.txt',
		exit: 1,
		command: 'echo "{a: [b" >/tmp/a.yaml; k0s config validate -c /tmp/a.yaml',
	},
	{
		file: 'k0s-config-validate-type.txt',
		exit: 1,
		command:
			'printf "apiVersion: v1\\nspec:\\n  api:\\n    port: abc\\n" >/tmp/b.yaml; k0s config validate -c /tmp/b.yaml',
	},
	{
		file: 'k0s-config-validate-values.txt',
		exit: 1,
		command:
			'printf "spec:\\n  api:\\n    address: hello\\n  network:\\n    provider: foo\\n    podCIDR: 10.0.0.0/99\\n  storage:\\n    type: sqlite\\n" >/tmp/c.yaml; k0s config validate -c /tmp/c.yaml',
	},
	{file: 'k0s-reset-running.txt', exit: 1, command: 'k0s reset'},
	{file: 'k0s-controller-second.txt', exit: 1, command: 'k0s controller 2>&1 | grep Error >&2; exit 1'},
	{file: 'k0s-status-user.txt', exit: 1, command: 'k0s status', user: 'operator'},
	{file: 'kubectl-forbidden.txt', exit: 1, command: 'k0s kubectl get all -A --as foo -o json'},
	{file: 'ctr-container-missing.txt', exit: 1, command: 'k0s ctr container info foo'},
	{file: 'ctr-namespaces.txt', exit: 0, command: 'k0s ctr namespaces list'},
];

describe.skipIf(reason !== undefined)(`the stand-in's answers${reason ? `: ${reason}` : ''}`, () => {
	let host: TestHost;
	beforeAll(async () => {
		host = await startTestHost({
			name: 'answers',
			profile: 'containerd',
			k0s: 'ready',
			switches: {readySeconds: 1, dnsReadySeconds: 2},
		});
		await host.must(['k0s', 'kubectl', 'create', 'deployment', 'demo', '--image=httpd', '--port=80']);
		await host.must(['k0s', 'kubectl', 'expose', 'deployment', 'demo', '--type=NodePort']);
		await host.must(['k0s', 'kubectl', 'rollout', 'status', 'deployment/demo', '--timeout=60s'], {
			milliseconds: 70_000,
		});
		await host.until(['sh', '-c', 'k0s kubectl get endpointslices -A -o json | grep -q demo-']);
	}, 400_000);
	afterAll(() => {
		host?.down();
	});

	test.each(json)('%s has the same fields of the same types', async (file, command) => {
		const expected = known.filter(([of]) => of === file).map(([, difference]) => difference);
		expect(differences(real(file), await host.must(command))).toEqual(expected.sort());
	});

	test.each(api)('%s: the same code and body', async (file, curl) => {
		const ran = await host.exec(['sh', '-c', `curl -sSk -i --max-time 6 ${curl}`]);
		expect(answer(ran.stdout)).toEqual(answer(real(file)));
	});

	test.each(words)('$file, exit $exit: the same words', async ({file, exit, command, user}) => {
		const ran = await host.exec(['sh', '-c', command], user ? {user} : {});
		const lines = (text: string) => text.trim().split('\n').sort();
		expect({exit: ran.exit, said: lines(exit === 0 ? ran.stdout : ran.stderr)}).toEqual({
			exit,
			said: lines(real(file)),
		});
	});

	test('an image has three names, and the pods the names that Kubernetes gives', async () => {
		const images = (await host.must(['k0s', 'ctr', 'images', 'list', '-q'])).trim().split('\n');
		const count = (pattern: RegExp) => images.filter(name => pattern.test(name)).length;
		expect(count(/^quay[^@]*$/)).toBe(count(/^quay.*@sha256:/));
		expect(count(/^sha256:/)).toBeGreaterThan(5);
		const pods = await host.must(['k0s', 'kubectl', 'get', 'pods', '-A', '-o', 'name']);
		for (const name of ['coredns-7656c59669', 'metrics-server-67bc669cf4', 'demo-68c6d5bdd8'])
			expect(pods).toContain(`pod/${name}-`);
	});

	test('the leases: the node’s own by the kubelet, two more by k0s', async () => {
		const leases = await host.must(['k0s', 'kubectl', 'get', 'leases', '-n', 'kube-node-lease', '-o', 'name']);
		expect(
			leases
				.trim()
				.split('\n')
				.map(name => name.split('/')[1]),
		).toEqual(['centos10.home.local', 'k0s-ctrl-centos10.home.local', 'k0s-endpoint-reconciler']);
	});

	test('a container that is killed is started again, and counted', async () => {
		const pod = ['k0s', 'kubectl', 'get', 'pod', '-l', 'app=demo', '-o'];
		const id = await host.must([...pod, 'jsonpath={.items[0].status.containerStatuses[0].containerID}']);
		await host.must(['k0s', 'ctr', 'task', 'kill', '-s', 'KILL', id.replace('containerd://', '')]);
		const counted = [
			...pod,
			'jsonpath={.items[0].status.containerStatuses[0].restartCount} {.items[0].status.containerStatuses[0].ready}',
		];
		await host.until(counted, 40_000, stdout => stdout === '1 true');
	});

	test('the journal has the length and the forms of a real start', async () => {
		const lines = (
			await host.until(
				['journalctl', '-u', 'k0scontroller', '-o', 'cat'],
				30_000,
				text => text.split('\n').length > 1700,
			)
		).split('\n');
		const forms = {
			logfmt: /^time="[^"]+" level=\w+ msg=/,
			klogInside: /msg="E\d{4} [\d:.]+ +\d+ \S+\] /,
			klogLines: /msg="\\t/,
			etcd: /component=etcd.*|msg="\{\\"level\\":\\"info\\"/,
			containerd: /msg="time=\\"/,
			bareKlog: /^W\d{4} [\d:.]+ +\d+ \S+\] /,
			bareJson: /^\{"level":"warn"/,
			path: / msg=Staging path=/,
		};
		for (const [name, form] of Object.entries(forms))
			expect(
				lines.some(line => form.test(line)),
				name,
			).toBe(true);
		expect(lines.filter(line => /msg="E\d{4} /.test(line)).length).toBeGreaterThan(50);
	});
});

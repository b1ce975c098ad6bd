import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {createRecordedHost} from '../../source/host/recorded.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {brokenIds, type BrokenId} from '../../source/simulated/seed/broken.js';
import {overlaid, realPod, type Case} from '../support/overlay.js';
import {startProgram, type Program} from '../support/program.js';
import {sample} from '../support/samples.js';

/** From the start of the program to the cause, by keys: what the sentence says, and a piece of what it stands on. */

type Walk = readonly [sentence: string, evidence: string];

/** Status, then why: the first pod in trouble is meant while nobody has chosen another row. */
async function walk(app: Program): Promise<string> {
	await app.type('3');
	await app.sees('NAMESPACE');
	await app.until(() => /in trouble|\b(ContainerCreating|Terminating)\b/.test(app.frame()), 'a pod in trouble');
	await app.type('Y');
	await app.sees('Evidence');
	expect(app.keys()).toBeLessThanOrEqual(3);
	// A sentence is wrapped.
	return app.frame().replaceAll(/\s+/g, ' ');
}

/** Switches of the simulated host. The words of kubelet, containerd, scheduler and API server are real; the pods are not. */
const switched: Readonly<Record<BrokenId, Walk>> = {
	'image-absent': [
		'the registry has no image registry.example/team/app:1: the name or the tag is wrong',
		'container c is waiting (ErrImagePull) rpc error: code = NotFound',
	],
	'image-login': ['the registry wants a login for image registry.example/team/app:1', '401 Unauthorized $ k0s'],
	'image-rate': ['the registry allows no more pulls of image', '429 Too Many Requests $ k0s'],
	'image-dns': [
		'this host cannot resolve registry.example (asked 192.168.122.1)',
		'lookup registry.example on 192.168.122.1:53: no such host $ k0s',
	],
	'image-certificate': [
		'the registry’s certificate is not accepted: certificate signed by unknown authority',
		'x509: certificate signed by unknown authority $ k0s',
	],
	'image-platform': ['is not made for this processor', 'no match for platform in manifest: not found $ k0s'],
	'image-never-pulled': ['the pull policy Never forbids fetching it', 'is not present with pull policy of Never $ k0s'],
	'config-map': [
		'container c needs the config map app-config, which does not exist',
		'configmap app-config does not exist $ k0s kubectl get configmap app-config',
	],
	secret: [
		'container c needs the secret db, which does not exist',
		'secret db does not exist $ k0s kubectl get secret db',
	],
	'secret-key': [
		'container c needs the key password of the secret db, which has no such key',
		"couldn't find key password in Secret broken/db $ k0s",
	],
	'run-as-non-root': ['container c must not run as root', 'container has runAsNonRoot and image will run as root'],
	'command-missing': [
		'container c cannot start: /no/such/binary is not in its image',
		'stat /no/such/binary: no such file or directory',
	],
	'wrong-architecture': [
		'its program is made for another processor',
		'exec /docker-entrypoint.sh: exec format error $',
	],
	'out-of-memory': ['exit 137 (SIGKILL), restarted 4 times: out of memory', 'the memory limit of container c is 8Mi $'],
	crash: [
		'container c ended with exit 1, restarted 4 times: panic: cannot open database: no such host',
		'container c printed last starting panic: cannot open database: no such host $ k0s kubectl logs crash',
	],
	segfault: ['exit 139 (SIGSEGV)', 'container c last ended with exit 139 (SIGSEGV)'],
	'exit-not-found': ['by which a shell says that it did not find a command', 'printed last sh: serve: not found'],
	'init-container': [
		'init container migrate ended with exit 3, restarted 4 times: migration 4 failed',
		'container migrate printed last migration 4 failed',
	],
	liveness: ['its liveness probe fails', 'Liveness probe failed: HTTP probe failed with statuscode: 500 $ k0s'],
	readiness: ['runs, but is not ready: its probe fails', 'GET http :8080/healthz'],
	startup: ['its startup probe fails', 'GET http :8080/healthz'],
	'volume-path': [
		'a volume needs /no/such/dir on the node',
		'hostPath type check failed: /no/such/dir is not a directory $',
	],
	'volume-secret': ['a volume needs the secret web-tls, which does not exist', 'FailedMount'],
	'volume-attach': ['pvc-7b0a is still attached elsewhere', 'FailedAttachVolume'],
	'volume-claim': ['no volume fits the volume claim', 'FailedBinding'],
	'sandbox-plugin': ['the network plugin bridge is not in /opt/cni/bin', 'FailedCreatePodSandBox'],
	'sandbox-addresses': ['no address is left', 'no IP addresses available in range set: 10.244.0.1-10.244.0.254'],
	'node-resources': ['no node has enough cpu left for it', 'c 64'],
	'node-taint': ['the taint maintenance=yes keeps it from the node', 'node centos10.home.local'],
	'node-selector': ['no node has the labels', 'disk=ssd'],
	'node-cordoned': ['cordoned', 'node(s) were unschedulable'],
	'host-port': ['another pod already has the host port', "didn't have free ports for the requested pod ports"],
	'evicted-disk': ['ran out of disk space and evicted it', 'The node was low on resource: ephemeral-storage'],
	finalizer: ['waits for its finalizer example.com/guard', 'pod finalizer is'],
	'stuck-ending': ['the kubelet cannot end it', 'FailedKillPod'],
	creating: ['not created yet, and nothing that was read says why', 'container c is waiting (ContainerCreating)'],
	quota: ['the quota q allows no more', 'exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1 $'],
	'limit-range': ['does not allow its memory', 'maximum memory usage per Container is 100Mi, but limit is 1Gi $'],
	'pod-security': ['pod security (restricted:latest) forbids it', 'violates PodSecurity "restricted:latest"'],
	'service-account': ['the service account robot, which does not exist', 'serviceaccount robot does not exist $'],
	'webhook-down': ['policy.example.com', 'dial tcp 10.96.3.4:443: connect: connection refused'],
};

const files = readdirSync('test/samples/real-k0s/pods');

describe('a switch of the simulated host: from the start to the cause in two keys', () => {
	test.each(brokenIds)('%s', async id => {
		const app = await startProgram(createSimulatedHost({scenario: 'ready', speed: 1000, faults: {broken: [id]}}));
		const all = await walk(app);
		const [sentence, evidence] = switched[id];
		expect(all).toContain(sentence);
		expect(all.slice(all.indexOf('Evidence'))).toContain(evidence);
		expect(all).toContain('$ k0s kubectl');
		expect(all).toMatch(id === 'creating' ? /not known/ : /✗ broken/);
	});
});

/** What a real k0s 1.34.1 answered of a pod that was broken (test/samples/real-k0s/pods), replayed. */
const real: Readonly<Record<string, Walk>> = {
	'pod-errimagepull': [
		'image library/nosuchimage:9.9 cannot be pulled: this host cannot resolve registry-1.docker.io (asked 192.168.122.1)',
		'event on Pod/errimagepull: Failed, 73s ago Failed to pull image "library/nosuchimage:9.9"',
	],
	'pod-neverpull': ['the pull policy Never forbids fetching it', 'is not present with pull policy of Never'],
	'pod-nocm': ['container c needs the config map app-config, which does not exist', 'configmap "app-config" not found'],
	'pod-nosecret': ['container c needs the secret db, which does not exist', 'secret "db" not found'],
	'pod-badcmd': ['/no/such/binary is not in its image', 'event on Pod/badcmd: Failed, 3 times, 61s ago'],
	'pod-runasnonroot': ['container c must not run as root', 'container has runAsNonRoot and image will run as root'],
	'pod-oomkilled': ['out of memory', 'container c last ended with exit 137 (SIGKILL) (OOMKilled)'],
	'pod-initfail': ['init container migrate ended with exit 3', 'event on Pod/initfail: BackOff, 3 times, 60s ago'],
	'pod-badmount': ['a volume needs /no/such/dir on the node', 'event on Pod/badmount: FailedMount'],
	'pod-cpu64': ['no node has enough cpu left for it', 'it asks for c 64; node centos10.home.local has 2'],
	'pod-hostport': ['another pod already has the host port', 'FailedScheduling, 61s ago'],
	'pod-nodeselector': ['no node has the labels', "didn't match Pod's node affinity/selector"],
	'pod-after-taint': ['the taint maintenance=yes keeps it from the node', 'untolerated taint {maintenance: yes}'],
	'pods-evicted-diskpressure': [
		'the node was short of disk space and refused it',
		'The node had condition: [DiskPressure]',
	],
};

describe('a pod of a real k0s, replayed: from the start to the cause in two keys', () => {
	test.each(Object.entries(real))('%s', async (name, [sentence, evidence]) => {
		const hasEvents = files.includes(`events-${name.slice(4)}.json`);
		const app = await startProgram(createRecordedHost(await overlaid(realPod(name, hasEvents))));
		const all = await walk(app);
		expect(all).toContain(`✗ broken default/`);
		expect(all).toContain(sentence);
		expect(all.slice(all.indexOf('Evidence'))).toContain(evidence);
	});
});

/** What people reported in public (test/samples/recordings), laid over the healthy simulated host, replayed. */
const reported: Readonly<Record<string, readonly [verdict: 'broken' | 'not known', ...walk: Walk]>> = {
	'03-router-init-crash': [
		'broken',
		'init container install-cni-bins ended, restarted 7 times',
		'back-off 5m0s restarting failed container',
	],
	'05-metrics-crash': [
		'broken',
		'container metrics-server ended, restarted 91 times',
		'container metrics-server is waiting (CrashLoopBackOff)',
	],
	'06-cordoned': ['broken', 'the node is cordoned: it takes no new pods', 'is Ready, cordoned'],
	'07-disk-pressure': ['broken', 'the node is short of disk space', 'DiskPressure: kubelet has disk pressure'],
	'51-coredns-untolerated-taint': [
		'broken',
		'kept for the control plane (taint node-role.kubernetes.io/master)',
		'untolerated taint {node-role.kubernetes.io/master: }',
	],
	'52-coredns-creating-2h': [
		'not known',
		'its containers are not created yet, and nothing that was read says why',
		'container coredns is waiting (ContainerCreating)',
	],
	'53-coredns-running-not-ready': [
		'not known',
		'container coredns runs, but is not ready, and nothing that was read says why',
		'container coredns is running',
	],
	'54-pull-dns': [
		'broken',
		'this host cannot resolve quay.io (asked 127.0.0.53)',
		'lookup quay.io on 127.0.0.53:53: server misbehaving',
	],
	'56-terminating-2h': [
		'not known',
		'it is being deleted and does not go away, and nothing that was read says why',
		'pod coredns-7656c59669-8wwxq is Terminating',
	],
	'99-taint-user-pods-pending': [
		'broken',
		'kept for the control plane (taint node-role.kubernetes.io/control-plane)',
		'taints node-role.kubernetes.io/control-plane',
	],
};

describe('a public recording, replayed: from the start to the cause in two keys', () => {
	test.each(Object.entries(reported))('%s', async (name, [verdict, sentence, evidence]) => {
		const answers = JSON.parse(sample(`recordings/${name}.json`)) as Case;
		const app = await startProgram(createRecordedHost(await overlaid(answers)));
		const all = await walk(app);
		expect(all).toContain(` ${verdict} `);
		expect(all).toContain(sentence);
		expect(all.slice(all.indexOf('Evidence'))).toContain(evidence);
		// The events were not recorded: what could have told more is named.
		expect(all).toMatch(/Not read events of namespace/);
	});
});

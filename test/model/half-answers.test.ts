import {describe, expect, test} from 'vitest';
import {apiAnswer} from '../../source/model/evidence.js';
import {assess} from '../../source/model/verdict.js';
import {readNodes, readAll} from '../../source/read/kubectl/get.js';
import {readKubectl} from '../../source/read/kubectl/answer.js';
import {unknown} from '../../source/facts/reading.js';
import {healthyFacts, k0sWith, must, sampledAt, workloadsWith} from '../support/cluster.js';
import {outcomeOf, sample} from '../support/samples.js';

/** What kubectl (client-go 1.34) ends with on standard error. */
const said = (stderr: string) => {
	const bad = readKubectl(outcomeOf({kind: 'failed', exit: 1, stderr}));
	const part = bad.known ? unknown('failed', 'x') : bad;
	return {nodes: part, pods: part, services: part, workloads: part, leases: part};
};
const page = '<html><head><title>403 Forbidden</title></head>';

/** By who refused: an API server lives then; a proxy on the way tells nothing of it. */
const answers: ReadonlyArray<readonly [string, boolean | null]> = [
	['error: You must be logged in to the server (Unauthorized)', true],
	['Error from server (Forbidden): nodes is forbidden: User "u" cannot list resource "nodes" in API group ""', true],
	['Error from server (NotFound): the server could not find the requested resource', true],
	[
		'Error from server (NotAcceptable): the server was unable to respond with a content type that the client supports',
		true,
	],
	['Error from server (Conflict): Operation cannot be fulfilled on nodes "x"', true],
	['Error from server (TooManyRequests): the server has received too many requests', true],
	['Error from server (InternalError): an error on the server ("") has prevented the request from succeeding', true],
	['Error from server (ServiceUnavailable): the server is currently unable to handle the request', true],
	['Error from server: etcdserver: request timed out', true],
	['Unable to connect to the server: Forbidden', null],
	['Unable to connect to the server: Proxy Authentication Required', null],
	['Unable to connect to the server: net/http: TLS handshake timeout', null],
	['Unable to connect to the server: x509: certificate signed by unknown authority (Unauthorized)', null],
	[`Error from server (Forbidden): an error on the server ("${page}") has prevented the request from succeeding`, null],
	[
		`Error from server (InternalError): an error on the server ("<!DOCTYPE html><h1>502 Bad Gateway") has prevented the request`,
		null,
	],
	['error: the server doesn\'t have a resource type "nodes"', null],
];

describe('who answered', () => {
	test.each(answers)('%s', (stderr, expected) => {
		const k0s = k0sWith({apiReachable: null});
		expect(apiAnswer(healthyFacts({k0s, ...said(stderr)})).answers).toBe(expected);
		expect(assess(healthyFacts({k0s, ...said(stderr)}), sampledAt).verdict).not.toBe('healthy');
	});

	test("k0s's own probe: a proxy that forbids is no API server", () => {
		const other = said('');
		const words = 'Get "https://localhost:6443/api/v1/nodes/x": Forbidden';
		const asked = {...other, k0s: k0sWith({apiReachable: false, apiError: words})};
		expect(apiAnswer(healthyFacts(asked))).toMatchObject({answers: false, words});
	});

	test('a proxy that forbids sends nobody from a worker to a controller', () => {
		const facts = healthyFacts({
			k0s: k0sWith({role: 'worker', apiReachable: null}),
			...said('Unable to connect to the server: Forbidden'),
		});
		expect(assess(facts, sampledAt).reasons.map(({id}) => id)).not.toContain('worker');
	});
});

describe('a part that an answer leaves out is unknown', () => {
	test('a node of which nobody has said whether it is Ready', () => {
		const list = JSON.parse(sample('kubectl/1.34.5/get-nodes-not-ready.json')) as {
			items: {status: {conditions: unknown}}[];
		};
		for (const conditions of [[], undefined, [{type: 'MemoryPressure', status: 'False'}]]) {
			for (const item of list.items) item.status.conditions = conditions;
			const nodes = readNodes(outcomeOf({stdout: JSON.stringify(list)}));
			const {verdict, reasons} = assess(healthyFacts({nodes}), sampledAt + 3_600_000);
			expect([verdict, reasons[0]?.id]).toEqual(['unknown', 'node-unproved']);
		}
	});

	test('a DaemonSet without its counts', () => {
		const all = readAll(
			outcomeOf({
				stdout: JSON.stringify({
					kind: 'List',
					items: [{kind: 'DaemonSet', metadata: {name: 'kube-proxy', namespace: 'kube-system'}, spec: {}}],
				}),
			}),
		);
		expect(must(all).workloads[0]).toMatchObject({uncounted: true});
		const facts = healthyFacts({workloads: workloadsWith('kube-proxy', {uncounted: true, ready: 0, desired: 0})});
		expect(assess(facts, sampledAt + 3_600_000).verdict).toBe('unknown');
	});
});

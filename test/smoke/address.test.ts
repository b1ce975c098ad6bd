import {describe, expect, test} from 'vitest';
import {known, unknown} from '../../source/facts/reading.js';
import {defaultDemo} from '../../source/smoke/answers.js';
import {demoFacts, type DemoFacts} from '../../source/smoke/facts.js';

/** Where the demo asks its own service: the node port, on the address that answers in this mode of kube-proxy. */
function address({
	mode = null,
	node = '192.168.1.2',
	port = 30_094,
	state = 'ours',
}: {
	readonly mode?: string | null;
	readonly node?: string | null;
	readonly port?: number | null;
	readonly state?: string;
} = {}): string | null {
	const facts = {
		cluster: {k0s: known({kubeProxyMode: mode}), nodes: known(node === null ? [] : [{internalIp: node}])},
		service: known({state, value: {ports: port === null ? [] : [{nodePort: port}]}}),
	} as unknown as Partial<DemoFacts>;
	return demoFacts.url.read([], defaultDemo, facts);
}

describe('the address that the demo asks', () => {
	test('127.0.0.1, where kube-proxy works by iptables or does not say how', () => {
		expect(address()).toBe('http://127.0.0.1:30094');
		expect(address({mode: 'iptables'})).toBe('http://127.0.0.1:30094');
	});

	test.each(['nftables', 'ipvs'])("the node's own address in mode %s: 127.0.0.1 does not answer there", mode => {
		expect(address({mode})).toBe('http://192.168.1.2:30094');
	});

	test('an IPv6 address stands in brackets', () => {
		expect(address({mode: 'nftables', node: 'fd00::2'})).toBe('http://[fd00::2]:30094');
	});

	test('none while the node has no address', () => {
		expect(address({mode: 'nftables', node: null})).toBeNull();
	});

	test('none of a service without a node port, and none of a service of others', () => {
		expect(address({port: null})).toBeNull();
		expect(address({state: 'foreign'})).toBeNull();
		expect(address({state: 'absent'})).toBeNull();
	});

	test('none while the service or the cluster could not be read', () => {
		const facts = {cluster: {k0s: known({kubeProxyMode: null})}} as unknown as Partial<DemoFacts>;
		expect(demoFacts.url.read([], defaultDemo, facts)).toBeNull();
		expect(demoFacts.url.read([], defaultDemo, {...facts, service: unknown('timed-out')})).toBeNull();
		const service = known({state: 'ours', value: {ports: [{nodePort: 1}]}}) as unknown as DemoFacts['service'];
		expect(demoFacts.url.read([], defaultDemo, {service})).toBeNull();
	});

	test('why nobody answers is asked of the packet filter, and only then', () => {
		const url = 'http://127.0.0.1:30094';
		const asks = (facts: Partial<DemoFacts>) => demoFacts.filter.commands(defaultDemo, facts).length;
		expect(asks({url, answer: unknown('failed', 'curl: (28)')})).toBe(1);
		expect(asks({url, answer: known('<h1>It works!</h1>')})).toBe(0);
		expect(asks({url: null, answer: unknown('not-running')})).toBe(0);
		expect(asks({url})).toBe(0);
	});
});

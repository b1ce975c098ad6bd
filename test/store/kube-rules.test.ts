import {expect, test} from 'vitest';
import {readKubeRules} from '../../source/store/kube-rules.js';
import {fakeRunner, type Answers} from '../support/fake-runner.js';

/** A chain that has a rule of the service, as `iptables -S CHAIN -v` prints it. */
const chain = `-N KUBE-SERVICES
-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "default/kubernetes:https cluster IP" -m tcp --dport 443 -c 0 0 -j KUBE-SVC-NPX46M4PTMTKRN6Y
`;
/** iptables 1.8.9 before rules of 1.8.11. */
const refuses = (name: string) =>
	({
		kind: 'failed',
		exit: 1,
		stderr: `iptables v1.8.9 (nf_tables): chain \`${name}' in table \`nat' is incompatible, use 'nft' tool.\n`,
	}) as const;
const absent = {
	kind: 'failed',
	exit: 1,
	stderr: 'iptables v1.8.11 (nf_tables): No chain/target/match by that name.\n',
} as const;

/** Host's and k0s's own tool, each with an answer. */
const read = async (own: Answers, hosts: Answers) => {
	const runner = fakeRunner(argv => {
		if (argv.startsWith('/var/lib/k0s/bin/iptables')) return own(argv);
		if (argv.startsWith('iptables-nft')) return hosts(argv);
		return undefined;
	});
	return {reading: await readKubeRules(runner, new AbortController().signal), asked: runner.asked};
};
const services = (argv: string) => argv.includes('-t nat -S KUBE-SERVICES');
const whole: Answers = argv => (services(argv) ? chain : '');

test('a chain that k0s’s own tool cannot tell is read by the host’s', async () => {
	const {reading} = await read(argv => (services(argv) ? refuses('KUBE-SERVICES') : whole(argv)), whole);
	expect(reading.known && [...(reading.value.portals ?? [])]).toEqual(['10.96.0.1 443 tcp']);
});

test.each([
	['nobody can tell it', refuses('KUBE-SERVICES')],
	['the other one does not see it', absent],
])('a chain that is refused stays unknown where %s', async (_, other) => {
	for (const [own, hosts] of [
		[refuses('KUBE-SERVICES'), other],
		[other, refuses('KUBE-SERVICES')],
	]) {
		const {reading} = await read(
			argv => (services(argv) ? own : whole(argv)),
			argv => (services(argv) ? hosts : whole(argv)),
		);
		expect(reading).toMatchObject({known: false, unknown: {reason: 'failed'}});
	}
});

test('a tool that does not answer in time is not asked by another name', async () => {
	const {reading, asked} = await read(argv => (services(argv) ? {kind: 'timed-out', exit: null} : whole(argv)), whole);
	expect(reading.known).toBe(false);
	expect(asked.filter(argv => argv.startsWith('iptables-nft') && services(argv))).toEqual([]);
});

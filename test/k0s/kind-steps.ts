import {setTimeout as sleep} from 'node:timers/promises';
import type {TestHost} from '../support/test-host.js';
import {allow} from './allow-steps.js';
import {kinds, listOf, namespace, policies, six, type Ends} from './kinds.js';
import {everyPair, questions} from './pairs.js';
import {plain, type Found, type Step} from './step.js';

// Who reaches whom on a real k0s: services of every kind, from every pod, the host and the LAN; then with network policies,
// with a firewalld that forwards strictly, and with kube-proxy in nftables mode. A prediction may be unknown, never wrong.

const neighbour = '192.168.122.1';

/** Of each family that the cluster has. */
const endsOf = async (host: TestHost): Promise<readonly Ends[]> => {
	const pods = await host.must([
		...[...kubectl, '-n', 'kube-system', 'get', 'pods', '-l', 'k8s-app=kube-dns'],
		...['-o', 'jsonpath={.items[*].status.podIPs[*].ip}'],
	]);
	return [{address: host.address, neighbour}, ...(pods.includes('::') ? [six] : [])];
};
const kubectl = ['k0s', 'kubectl'] as const;

const create: Step = {
	name: 'services of every kind',
	realOnly: true,
	async run(host) {
		const image = await host.must([
			...[...kubectl, '-n', 'kube-system', 'get', 'deployment', 'coredns'],
			...['-o', 'jsonpath={.spec.template.spec.containers[0].image}'],
		]);
		const input = listOf(kinds(image.trim(), await endsOf(host)));
		await host.must([...kubectl, 'apply', '-f', '-'], {input, milliseconds: 60_000});
		await host.must([...kubectl, '-n', namespace, 'wait', '--for=condition=Ready', 'pod', '--all', '--timeout=240s'], {
			milliseconds: 250_000,
		});
		return {exit: 0, finding: 'six pods ready', right: true};
	},
};

const pairs = (when: string): Step => ({
	name: `reach, every pair: ${when}`,
	realOnly: true,
	run: async host => told(host),
});

async function told(host: TestHost): Promise<Found> {
	const {pairs: all, right, chance, unknown, unsent, wrong} = await everyPair(host, questions(await endsOf(host)));
	return {
		exit: 0,
		finding: `${all} pairs; packets: ${right} right, ${chance} by chance, ${unknown} unknown, ${unsent} not sent; wrong: ${wrong.join(' · ') || 'none'}`,
		right: wrong.length === 0 && right > 100,
	};
}

const withPolicies: Step = {
	name: 'network policies',
	realOnly: true,
	async run(host) {
		const input = listOf(policies((await endsOf(host)).map(ends => `${ends.neighbour}/${ends === six ? 64 : 24}`)));
		await host.must([...kubectl, 'apply', '-f', '-'], {input, milliseconds: 60_000});
		// kube-router writes its chains within seconds; the last of them is there when each policy has one.
		await host.until(['sh', '-c', '[ $(iptables-save -t filter | grep -c "^:KUBE-NWPLCY-[A-Z0-9]*") -ge 4 ]'], 60_000);
		return {exit: 0, finding: 'three policies', right: true};
	},
};

const strict = (value: 'yes' | 'no'): Step => ({
	...plain(
		`StrictForwardPorts=${value}`,
		`sed -i 's/^#* *StrictForwardPorts=.*/StrictForwardPorts=${value}/' /etc/firewalld/firewalld.conf
		if grep -q '^StrictForwardPorts=' /etc/firewalld/firewalld.conf; then firewall-cmd -q --reload && echo set; else echo 'not in this firewalld'; fi`,
		text => text.trim(),
	),
	realOnly: true,
});

/**
 * Writes the mode into kube-proxy's configuration and starts it anew. Where the image has no nft, which kube-proxy calls, its
 * own program runs on the host beside, with the same configuration.
 */
const mode = (wanted: 'nftables' | 'iptables'): Step => ({
	name: `kube-proxy in ${wanted} mode`,
	realOnly: true,
	async run(host) {
		const sh = async (script: string): Promise<string> =>
			(await host.exec(['sh', '-c', script], {milliseconds: 120_000})).stdout.trim();
		await sh(
			`k0s kubectl -n kube-system get configmap kube-proxy -o json | sed 's/mode: \\\\"[a-z]*\\\\"/mode: \\\\"${wanted}\\\\"/g' | k0s kubectl replace -f -
			systemctl stop walk-kube-proxy 2>/dev/null; k0s kubectl -n kube-system delete pod -l k8s-app=kube-proxy --wait`,
		);
		const there =
			wanted === 'nftables' ? 'nft list table ip kube-proxy' : 'iptables-save -t nat | grep -q "^:KUBE-SVC-"';
		let by = 'its pod';
		for (let turn = 0; turn < 60; turn++) {
			if ((await host.exec(['sh', '-c', `${there} >/dev/null 2>&1`])).exit === 0) {
				if (wanted === 'iptables') await sh('nft delete table ip kube-proxy; nft delete table ip6 kube-proxy');
				return {exit: 0, finding: `rules by ${by}`, right: true};
			}

			if (
				by === 'its pod' &&
				(await sh('k0s kubectl -n kube-system logs -l k8s-app=kube-proxy')).includes('nftables binary')
			) {
				by = 'its program on the host';
				await sh(onHost);
			}

			await sleep(2000);
		}

		return {exit: 1, finding: 'no rules in two minutes', right: false};
	},
});

const onHost = `file=$(find /var/lib/k0s/containerd -name kube-proxy -type f -size +1M | head -n 1)
k0s kubectl -n kube-system get configmap kube-proxy -o 'jsonpath={.data.config\\.conf}' | sed 's#^  kubeconfig:.*#  kubeconfig: /var/lib/k0s/pki/admin.conf#' >/run/walk-kube-proxy.conf
systemd-run -q --unit=walk-kube-proxy --collect "$file" --config=/run/walk-kube-proxy.conf --hostname-override="$(k0s kubectl get nodes -o 'jsonpath={.items[0].metadata.name}')"`;

const noPolicies: Step = {
	...plain('delete the policies', `k0s kubectl -n ${namespace} delete networkpolicy --all`),
	realOnly: true,
};

export const kindSteps: readonly Step[] = [
	create,
	pairs('iptables mode'),
	strict('yes'),
	pairs('StrictForwardPorts'),
	strict('no'),
	withPolicies,
	pairs('network policies'),
	allow,
	mode('nftables'),
	pairs('nftables mode, network policies'),
	noPolicies,
	pairs('nftables mode'),
	mode('iptables'),
	{...plain('delete the kinds', `k0s kubectl delete namespace ${namespace} --wait --timeout=180s`), realOnly: true},
];

import {readdirSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {differences, normalised, parseSaved, sample, type Saved} from '../support/real-objects.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

/**
 * What was created on the real cluster is created on a test host: by kubectl, through the stand-in's API and controllers,
 * into the kernel. Addresses are others there; names of chains of services, and rules without addresses, are not.
 */
const without = whyNoTestHost();
const title = (what: string): string => (without === undefined ? what : `${what}: ${without}`);

let host: TestHost;
let ours: Saved;
const real = parseSaved(sample('iptables/iptables-save-c.txt'));

/** Endpoints' chains have addresses in their names. */
const named = (saved: Saved, table: string): string[] =>
	[...(saved.get(table)?.keys() ?? [])]
		.filter(chain => /^KUBE-(SVC|SVL|EXT|FW)-|^CNI-HOSTPORT|^KUBE-ROUTER/.test(chain))
		.sort();

/** Rules without the addresses, as a sorted list. */
const shapes = (saved: Saved, table: string, chain: string): string[] =>
	(saved.get(table)?.get(chain) ?? [])
		.map(rule => rule.replaceAll(/\b\d+\.\d+\.\d+\.\d+\/32/g, 'ADDRESS').replaceAll(/POD-FW-\w+/g, 'POD-FW'))
		.filter(rule => !rule.includes('kube-system/'))
		.sort();

describe.skipIf(without !== undefined)(title('the objects of the real cluster on a test host'), () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'network-objects', profile: 'base', k0s: 'ready', switches: {readySeconds: 2}});
		const folder = new URL('../samples/real-network/policies/', import.meta.url);
		const policies = readdirSync(folder).filter(name => name.endsWith('.json'));
		const items = [
			...(JSON.parse(sample('manifests.json')) as unknown[]),
			...policies.map(name => JSON.parse(sample(`policies/${name}`)) as unknown),
		];
		const list = JSON.stringify({apiVersion: 'v1', kind: 'List', items});
		await host.must(['sh', '-c', 'cat >/root/objects.json'], {input: list});
		await host.must(['k0s', 'kubectl', 'apply', '--validate=false', '-f', '/root/objects.json']);
		const enough = (text: string): boolean =>
			text.includes('t/wrong cluster IP') &&
			text.includes('POD name:nr ') &&
			(text.match(/^:KUBE-NWPLCY-[A-Z2-7]{16} /gm) ?? []).length === 10;
		for (let i = 0; i < 30; i++) {
			const text = await host.must(['iptables-nft-save', '-c']);
			ours = parseSaved(text);
			if (enough(text) && named(ours, 'nat').length >= named(real, 'nat').length) break;
			await new Promise(resolve => {
				setTimeout(resolve, 1000);
			});
		}
	}, 240_000);
	afterAll(() => {
		host.down();
	});

	it.each(['nat', 'filter'])('%s has the chains that the real node had', table => {
		expect(named(real, table).length).toBeGreaterThan(2);
		// Every pod is ready here: readiness probes are not run. So the service of the pod that never gets ready has endpoints.
		const ready = table === 'nat' ? ['KUBE-EXT', 'KUBE-SVC'] : [];
		const more = named(ours, table).filter(chain => !named(real, table).includes(chain));
		expect(named(real, table).filter(chain => !named(ours, table).includes(chain))).toEqual([]);
		expect(more.map(chain => chain.slice(0, 8))).toEqual(ready);
	});

	it.each([
		['nat', 'KUBE-NODEPORTS'],
		['filter', 'KUBE-EXTERNAL-SERVICES'],
		['filter', 'KUBE-SERVICES'],
	])('%s %s differs by that service only', (table, chain) => {
		const [left, right] = [shapes(real, table, chain), shapes(ours, table, chain)];
		const apart = [...left.filter(rule => !right.includes(rule)), ...right.filter(rule => !left.includes(rule))];
		expect(apart.filter(rule => !rule.includes('"t/nr'))).toEqual([]);
		expect(left.length).toBeGreaterThan(1);
	});

	it('every policy has its chain, and nothing complained', async () => {
		const filter = normalised(ours).get('filter');
		const chains = [...(filter?.keys() ?? [])].filter(chain => chain.startsWith('<policy')).sort();
		expect(chains).toHaveLength(10);
		const lines = await host.must(['journalctl', '-u', 'k0scontroller', '-o', 'cat', '--no-pager']);
		expect(
			lines.split('\n').filter(line => /level=warning msg="(?:ip6?tables-nft-restore|ipset restore|nft): /.test(line)),
		).toEqual([]);
	});

	it('the rules around them are the real ones', () => {
		const frame =
			/^(INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING|KUBE-(FIREWALL|FORWARD|POSTROUTING|MARK-MASQ|NWPLCY-COMMON|NWPLCY-DEFAULT))$/;
		for (const table of ['nat', 'filter']) {
			const only = (saved: Saved): Saved =>
				new Map([[table, new Map([...(normalised(saved).get(table) ?? [])].filter(([chain]) => frame.test(chain)))]]);
			expect(differences(only(real), only(ours))).toEqual([]);
		}
	});
});

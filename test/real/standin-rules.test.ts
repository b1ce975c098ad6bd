import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {beforeAll, describe, expect, it} from 'vitest';
import {
	differences,
	node,
	normalised,
	parseSaved,
	parseSets,
	realObjects,
	sample,
	type Saved,
} from '../support/real-objects.js';
import {parseNftListing} from '../support/nft-listing.js';

/**
 * The stand-in's rules on the real kernel, by the real iptables, ipset and nft, in a network namespace of its own: what the
 * tools list afterwards is what the tools of the real node listed.
 */

type Shot = {save: string; six: string; sets: string; nft: string; rule: string};
type Told = {logged: string[]; shots: Record<string, Shot>};

const tools = ['unshare', 'iptables-nft', 'iptables-nft-save', 'ipset', 'nft', 'python3'];
const here = process.getuid?.() === 0 && tools.every(tool => spawnSync('which', [tool]).status === 0);
const sandbox = 'e5f44c6ecbc226742e56060a50b9f9463a4e0023c76ea87222682d79fa239958';

let told: Told = {logged: [], shots: {}};
const shot = (name: string): Shot => told.shots[name] ?? {save: '', six: '', sets: '', nft: '', rule: ''};
const saved = (name: string): Saved => parseSaved(shot(name).save);
const rules = (name: string, table: string, chain: string): string[] => saved(name).get(table)?.get(chain) ?? [];
const counter = (name: string, part: string): number =>
	Number(new RegExp(String.raw`^\[(\d+):\d+\] -A ${part}`, 'm').exec(shot(name).save)?.[1] ?? NaN);
const pods = (name: string): string[] =>
	[...(saved(name).get('filter')?.keys() ?? [])].filter(chain => chain.startsWith('KUBE-POD-FW-'));

describe.skipIf(!here)('the rules of the stand-in on the real kernel', () => {
	beforeAll(() => {
		const program = fileURLToPath(new URL('../testhost/k0s-standin/proxy-walk.cjs', import.meta.url));
		const objects = realObjects('iptables');
		for (const pod of objects.pods) pod.metadata.uid = `${pod.metadata.namespace}/${pod.metadata.name}`;
		const input = JSON.stringify({
			objects,
			sandbox,
			where: {node: node.name, nodeif: node.interface, address: node.address},
		});
		const ran = spawnSync('unshare', ['--net', process.execPath, program], {input, encoding: 'utf8', timeout: 100_000});
		expect(ran.stderr).toBe('');
		told = JSON.parse(ran.stdout) as Told;
	});

	it('every program wrote without a complaint', () => {
		expect(told.logged.filter(line => !line.includes('canary deleted'))).toEqual([]);
	});

	it('iptables-save lists what it listed on the real node', () => {
		const real = normalised(parseSaved(sample('iptables/iptables-save-c.txt')));
		expect(differences(real, normalised(saved('settled')))).toEqual([]);
	});

	it('ip6tables-save does, too', () => {
		const real = normalised(parseSaved(sample('iptables/ip6tables-save-c.txt')));
		// On the real node kube-proxy was there before the kubelet's rule; here it came after it.
		const order = ['filter INPUT order or count', 'filter OUTPUT order or count'];
		expect(differences(real, normalised(parseSaved(shot('settled').six)))).toEqual(order);
	});

	it('the sets and the rule of table 77 are there', () => {
		expect([...parseSets(shot('settled').sets)].sort()).toEqual(
			[...parseSets(sample('iptables/ipset-save.txt'))].sort(),
		);
		expect(shot('settled').rule.replaceAll(/\s+/g, ' ')).toBe(sample('iptables/ip-rule.txt').replaceAll(/\s+/g, ' '));
	});

	it('a sync zeroes KUBE-SERVICES and leaves the chains of other services alone', () => {
		const last = 'KUBE-SERVICES .*must be the last rule';
		expect(counter('counted', last)).toBeGreaterThan(0);
		expect(counter('synced', last)).toBe(0);
		const external = 'KUBE-EXT-OUEKG4DRAJK6BUKO .*-j KUBE-MARK-MASQ';
		expect(counter('counted', external)).toBeGreaterThan(0);
		expect(counter('synced', external)).toBe(counter('counted', external));
		expect(counter('synced', 'OUTPUT -m comment --comment "kubernetes service portals"')).toBeGreaterThan(0);
		expect(saved('synced').get('nat')?.has('KUBE-SVC-TH4NWYSDIDQQ6C7T')).toBe(false);
	});

	it('kube-router renames every chain of a pod after its period', () => {
		expect(pods('later')).toHaveLength(pods('settled').length);
		expect(pods('later').filter(chain => pods('settled').includes(chain))).toEqual([]);
	});

	it('after a flush nothing is there at first', () => {
		expect(shot('flushed').save).not.toMatch(/^-A|^\[.*-A/m);
	});

	it('then kube-proxy comes back, and nobody else', () => {
		expect(rules('proxyBack', 'nat', 'KUBE-SERVICES').length).toBeGreaterThan(20);
		expect(pods('proxyBack')).toEqual([]);
		expect(rules('proxyBack', 'filter', 'KUBE-FIREWALL')).toEqual([]);
	});

	it('then the policy chains, behind kube-proxy; masquerade, ACCEPTs and hostPorts stay away', () => {
		expect(pods('policiesBack').length).toBe(pods('settled').length);
		expect(rules('policiesBack', 'filter', 'FORWARD').at(-1)).toContain('-j KUBE-ROUTER-FORWARD');
		expect(rules('policiesBack', 'filter', 'FORWARD').join('\n')).not.toContain('kube-bridge');
		expect(rules('policiesBack', 'nat', 'POSTROUTING').join('\n')).not.toContain('kube-router-pod-subnets');
		expect(shot('policiesBack').save).not.toContain('CNI-');
		// As the real one after firewalld's first direct rule: neither ACCEPTs nor masquerade nor hostPorts.
		const real = parseSaved(sample('nftables/after-direct-rule.iptables-save'));
		expect(real.get('filter')?.get('FORWARD')).toHaveLength(1);
		expect(sample('nftables/after-direct-rule.iptables-save')).not.toMatch(
			/kube-router-pod-subnets|CNI-|KUBE-FIREWALL/,
		);
	});

	it('a restart brings all but the hostPorts', () => {
		expect(rules('restarted', 'nat', 'POSTROUTING').join('\n')).toContain('kube-router-pod-subnets');
		expect(rules('restarted', 'filter', 'FORWARD').join('\n')).toContain('-i kube-bridge');
		expect(rules('restarted', 'filter', 'FORWARD')[0]).toContain('-j KUBE-ROUTER-FORWARD');
		expect(rules('restarted', 'filter', 'KUBE-FIREWALL')).toHaveLength(1);
		expect(shot('restarted').save).not.toContain('CNI-');
	});

	it('nftables mode takes the iptables rules of services away and writes its own tables', () => {
		expect(shot('nftables').save).not.toMatch(/KUBE-SERVICES|KUBE-SVC|KUBE-PROXY-CANARY/);
		expect(pods('nftables').length).toBeGreaterThan(0);
		const [four, six] = parseNftListing(shot('nftables').nft);
		const [real] = parseNftListing(sample('nftables/kube-proxy.nft'));
		expect(Object.keys(four?.chains ?? {})).toHaveLength(Object.keys(real?.chains ?? {}).length);
		expect(Object.keys(four?.maps['service-ips']?.elements ?? {})).toHaveLength(
			real?.maps['service-ips']?.elements.length ?? 0,
		);
		expect(six?.family).toBe('ip6');
	});

	it('without the pod firewall its chains go, and iptables mode takes nftables away', () => {
		expect(shot('noFirewall').save).not.toMatch(/KUBE-ROUTER|KUBE-POD-FW|KUBE-NWPLCY/);
		expect(shot('noFirewall').nft).not.toContain('table ip kube-proxy');
		expect(rules('noFirewall', 'nat', 'KUBE-SERVICES').length).toBeGreaterThan(20);
	});
});

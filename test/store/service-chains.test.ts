import {describe, expect, it} from 'vitest';
import {labelChains} from '../../source/model/chain-labels.js';
import {followTarget} from '../../source/model/service-path/service-path.js';
import {parseTarget} from '../../source/model/service-target.js';
import {readChainListing} from '../../source/read/iptables/chain.js';
import {finish} from '../../source/read/sliced.js';
import {readServiceChains} from '../../source/store/service-chains.js';
import {fakeRunner, type Answers} from '../support/fake-runner.js';
import {ended, rulesetOf, sample} from '../support/packet-filter.js';

/** What `iptables -t TABLE -S CHAIN -v` prints of a saved ruleset. */
function listingOf(saved: string, table: string, chain: string): string | undefined {
	const block = saved.split(`*${table}\n`)[1]?.split('COMMIT')[0] ?? '';
	const head = new RegExp(`^:${chain} (\\S+) \\[`, 'm').exec(block)?.[1];
	if (head === undefined) return undefined;
	const rules = block.split('\n').filter(line => line.includes(`] -A ${chain} `));
	return [
		head === '-' ? `-N ${chain}` : `-P ${chain} ${head} -c 5 300`,
		...rules.map(line => {
			const [, packets, bytes, text = ''] = /^\[(\d+):(\d+)\] (.*)$/.exec(line) ?? [];
			const target = / -[jg] [^"]*$/.exec(text);
			const at = target ? target.index : text.length;
			return `${text.slice(0, at)} -c ${packets} ${bytes}${text.slice(at)}`;
		}),
		'',
	].join('\n');
}

const missing = {kind: 'failed', exit: 1, stderr: "chain `X' in table `nat' is incompatible, use 'nft' tool."} as const;

const hostOf =
	(saved: string, more: Answers = () => undefined): Answers =>
	argv => {
		const [, table = '', chain = ''] = /^iptables-nft -t (\S+) -S (\S+) -v$/.exec(argv) ?? [];
		if (table !== '') return listingOf(saved, table, chain) ?? missing;
		return more(argv) ?? missing;
	};

const full = sample('iptables', 'full.txt');
const ruleset = rulesetOf('full');
const whole = {ruleset, labels: finish(labelChains(ruleset))};

describe('the chains of one service', () => {
	it.each([
		'default/demo',
		'default/kubernetes:https',
		'kube-system/kube-dns',
		'kube-system/kube-dns:dns-tcp',
		'shop/web:http',
		'shop/sticky',
		'shop/localonly:80',
		'shop/empty',
		'shop/lb',
		'shop/ext:http',
		'nodeport:30094',
		'nodeport:30096/tcp',
		'nodeport:30097',
		'10.96.0.10:53/udp',
		'192.168.122.240:80',
		'192.168.122.241:80',
		'192.168.122.250:80',
		'192.168.122.161:30095',
	])('%s leads the same way as in the whole ruleset', async words => {
		const target = parseTarget(words);
		if (!target) throw new Error(words);
		const local = new Set(['192.168.122.161']);
		const chains = await readServiceChains(fakeRunner(hostOf(full)), target);
		if (!chains) throw new Error('nothing read');
		const expected = followTarget(ruleset, target, {...whole, local});
		expect(expected.length).toBeGreaterThan(0);
		expect(followTarget(chains.ruleset, target, {...chains, local})).toEqual(expected);
	});

	it('asks for no whole listing, and for few chains', async () => {
		const runner = fakeRunner(hostOf(full));
		await readServiceChains(runner, {kind: 'service', namespace: 'shop', name: 'web', port: 'http'});
		expect(runner.asked.filter(argv => !argv.startsWith('iptables-nft -t '))).toEqual([
			'nft -j list chain ip kube-proxy services',
		]);
		expect(runner.asked.filter(argv => argv.includes('KUBE-SEP-'))).toHaveLength(3);
		expect(runner.asked.length).toBeLessThan(20);
	});

	it('a service whose name only begins alike is another', async () => {
		const runner = fakeRunner(hostOf(full.replaceAll('shop/sticky:http', 'shop/web-2:http')));
		await readServiceChains(runner, {kind: 'service', namespace: 'shop', name: 'web', port: null});
		expect(runner.asked.filter(argv => argv.includes('KUBE-SEP-'))).toHaveLength(3);
	});

	it.each([
		['nftables mode', hostOf(full, argv => (argv.startsWith('nft ') ? '{"nftables": []}' : undefined))],
		['no iptables', () => undefined],
		['no kube-proxy', () => missing],
		['not root', () => ({kind: 'failed', exit: 4, stderr: 'Permission denied (you must be root)'}) as const],
	] as const)('does not answer for %s', async (_title, answers) => {
		const target = parseTarget('shop/web');
		if (!target) throw new Error('target');
		expect(await readServiceChains(fakeRunner(answers as Answers), target)).toBeUndefined();
	});

	it('no such port, and IPv6, are for the whole ruleset', async () => {
		for (const words of ['nodeport:31999', '10.1.2.3:80', '[fd00::1]:80']) {
			const target = parseTarget(words);
			if (!target) throw new Error(words);
			expect(await readServiceChains(fakeRunner(hostOf(full)), target)).toBeUndefined();
		}
	});
});

describe('one chain of iptables', () => {
	it('takes counters out of the words, wherever they stand', () => {
		const listing = [
			'-N KUBE-FW-X',
			'-A KUBE-FW-X -m comment --comment "sent -c 1 2 -j away" -c 7 420 -j KUBE-MARK-MASQ',
			'-A KUBE-FW-X -m comment --comment "only counts" -c 3 180',
			'',
		].join('\n');
		const reading = readChainListing(ended(listing));
		if (!reading.known) throw new Error(reading.unknown.reason);
		expect(reading.value.rules.map(({text, packets, bytes, index}) => ({text, packets, bytes, index}))).toEqual([
			{
				text: '-A KUBE-FW-X -m comment --comment "sent -c 1 2 -j away" -j KUBE-MARK-MASQ',
				packets: 7,
				bytes: 420,
				index: 0,
			},
			{text: '-A KUBE-FW-X -m comment --comment "only counts"', packets: 3, bytes: 180, index: 1},
		]);
	});

	it.each([
		['', 'unreadable'],
		['Segmentation fault', 'unreadable'],
	])('%j is not a chain', (words, reason) => {
		expect(readChainListing(ended(words))).toMatchObject({known: false, unknown: {reason}});
	});
});

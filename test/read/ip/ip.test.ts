import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Link, Route} from '../../../source/facts/network.js';
import {readAddresses} from '../../../source/read/ip/address.js';
import {readRoutes} from '../../../source/read/ip/route.js';
import {readRoutesText} from '../../../source/read/ip/route-text.js';
import {mergeLinks, readLinksText} from '../../../source/read/ip/text.js';
import type {Reader} from '../../../source/read/reading.js';
import {guideCommands} from '../../support/seed-recording.js';
import {ipFolders, ipSample} from '../../support/ip-samples.js';
import {mutated} from '../../support/mutate.js';
import {outcomeOf, recorded} from '../../support/samples.js';

const value = <T>(reader: Reader<T>, stdout: string): T => {
	const reading = reader(outcomeOf({argv: ['ip'], stdout}));
	if (!reading.known) throw new Error(JSON.stringify(reading.unknown));
	expect(reading.notes).toEqual([]);
	return reading.value;
};

const linksFromText = (folder: string): readonly Link[] =>
	mergeLinks(
		value(readLinksText, ipSample(folder, 'ip-d-link-show.txt')),
		value(readLinksText, ipSample(folder, 'ip-addr-show.txt')),
	);

/** What the text cannot tell: counters, and the id where it prints the name. */
const comparable = (link: Link): unknown => ({...link, rx: null, tx: null, linkNetns: null, linkNetnsid: null});

describe('ip -j -d -s addr show', () => {
	test.each([...ipFolders, 'oddities'])('%s: the JSON and the text tell the same links', folder => {
		const json = value(readAddresses, ipSample(folder, 'ip-j-d-s-addr.json'));
		const text = linksFromText(folder);
		expect(json.length).toBeGreaterThan(1);
		expect(text.map(comparable)).toEqual(json.map(comparable));
		for (const link of json) {
			expect(link.rx?.bytes).toBeGreaterThanOrEqual(0);
			expect(link.tx?.drops).toBeGreaterThanOrEqual(0);
		}
	});

	test("a pod's end and the host's end of its veth", () => {
		const host = value(readAddresses, ipSample('full', 'ip-j-d-s-addr.json'));
		expect(host.find(({name}) => name === 'vethafa19b66')).toMatchObject({
			index: 6,
			kind: 'veth',
			master: 'kube-bridge',
			linkIndex: 2,
			linkNetnsid: 1,
			bridgePort: {state: 'forwarding', hairpin: true},
			state: 'UP',
			mtu: 1500,
		});
		expect(host.find(({name}) => name === 'lo')).toMatchObject({kind: 'loopback', mac: null, linkIndex: null});
		const inside = value(
			readAddresses,
			ipSample('full/cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1', 'ip-j-d-s-addr.json'),
		);
		expect(inside.find(({name}) => name === 'eth0')).toMatchObject({
			index: 2,
			linkIndex: 6,
			addresses: [
				{
					family: 'inet',
					local: '10.244.0.3',
					prefixlen: 24,
					scope: 'global',
					broadcast: '10.244.0.255',
					dynamic: false,
				},
				{family: 'inet6', scope: 'link'},
			],
		});
	});

	test('both ends in one namespace: JSON gives the name, the reader the index', () => {
		const links = value(readAddresses, ipSample('oddities', 'ip-j-d-s-addr.json'));
		expect(links.map(({name, linkIndex, linkNetnsid}) => ({name, linkIndex, linkNetnsid}))).toEqual([
			{name: 'lo', linkIndex: null, linkNetnsid: null},
			{name: 'vb', linkIndex: 3, linkNetnsid: null},
			{name: 'va', linkIndex: 2, linkNetnsid: null},
		]);
		expect(links[1]?.addresses[0]).toMatchObject({local: '10.0.0.1', prefixlen: 32});
		expect(links[2]?.altnames).toEqual(['another-name']);
	});

	test('an empty object, an entry without index and a message beside the JSON lose nothing else', () => {
		const reading = readAddresses(
			outcomeOf({stdout: 'Error: something\n[{},{"ifname":"x"},{"ifindex":1,"ifname":"lo","link_type":"loopback"}]\n'}),
		);
		expect(reading).toMatchObject({known: true, value: [{index: 1, name: 'lo', rx: null}]});
		expect(reading.known && reading.notes.map(({reason}) => reason)).toEqual(['not JSON', 'no index or name']);
	});

	test('no ip, a cut or a broken document is unknown', () => {
		expect(readAddresses(outcomeOf({argv: ['ip'], kind: 'not-found'}))).toEqual({
			known: false,
			unknown: {reason: 'tool-missing', detail: 'ip'},
		});
		const whole = ipSample('full', 'ip-j-d-s-addr.json');
		expect(readAddresses(outcomeOf({stdout: whole.slice(0, 500)}))).toMatchObject({unknown: {reason: 'unreadable'}});
		expect(readAddresses(outcomeOf({stdout: whole, stdoutCut: 7}))).toMatchObject({unknown: {reason: 'cut'}});
		expect(readAddresses(recorded('ip/iproute2-6.1.0/testhost/ip-link-missing.json', ['ip']))).toEqual({
			known: false,
			unknown: {reason: 'failed', detail: 'Device "nope0" does not exist.'},
		});
	});
});

describe('ip route', () => {
	/** The main table without IPv6, which `ip route show` leaves out. */
	const main = (routes: readonly Route[]): readonly Route[] =>
		routes
			.filter(
				({table, to, via, dev}) =>
					table === 'main' && !to.includes(':') && !(to === 'default' && via?.includes(':')) && dev !== 'none',
			)
			// Of these the text tells neither the family nor what is odd.
			.map(({family: _family, odd: _odd, ...route}) => route);

	test.each([...ipFolders, 'oddities'])('%s: the JSON and the text tell the same routes', folder => {
		const json = main(value(readRoutes, ipSample(folder, 'ip-j-route-all.json')));
		expect(json.length).toBeGreaterThan(1);
		expect(value(readRoutesText, ipSample(folder, 'ip-route-show.txt'))).toEqual(json);
	});

	test('multipath, blackhole and a gateway of the other family', () => {
		const routes = value(readRoutes, ipSample('oddities', 'ip-j-route-all.json'));
		expect(routes.filter(({to}) => to === '5.5.5.0/24').map(({via, dev}) => [via, dev])).toEqual([
			['10.9.0.7', 'va'],
			['10.9.0.8', 'va'],
		]);
		expect(routes.find(({to}) => to === '7.7.7.0/24')).toMatchObject({type: 'blackhole', via: null, dev: null});
		expect(routes.find(({to}) => to === '7.7.8.0/24')).toMatchObject({type: 'unreachable', metric: 5});
		expect(routes.find(({to}) => to === '8.8.8.0/24')).toMatchObject({via: 'fe80::2'});
		expect(routes.find(({to, table}) => to === '10.9.0.1' && table === 'local')).toMatchObject({type: 'local'});
	});

	test('what -d adds changes nothing', () => {
		const plain = '[{"dst":"default","gateway":"10.244.0.1","dev":"eth0","flags":[]}]';
		const detailed =
			'[{"type":"unicast","dst":"default","gateway":"10.244.0.1","dev":"eth0","table":"main","protocol":"boot","scope":"global","flags":[]}]';
		expect(value(readRoutes, detailed)).toEqual(value(readRoutes, plain));
	});
});

describe("the guide's text (EL10)", () => {
	const shown = (line: string): string => guideCommands().find(command => command.line === line)?.stdout ?? '';

	test('its host', () => {
		const links = mergeLinks(
			value(readLinksText, shown('ip -d link show')),
			value(readLinksText, shown('ip addr show')),
		);
		expect(links.map(({name, kind}) => `${name} ${kind}`)).toEqual([
			'lo loopback',
			'enp1s0 ether',
			'kube-bridge bridge',
			'vethafa19b66 veth',
			'veth2ff774ab veth',
			'veth0dd6ea16 veth',
		]);
		expect(links[1]).toMatchObject({
			mac: '52:54:00:da:28:19',
			altnames: ['enx525400da2819'],
			qdisc: 'fq_codel',
			addresses: [{local: '192.168.122.161', dynamic: true}, {family: 'inet6'}],
		});
		expect(links[3]).toMatchObject({
			linkIndex: 2,
			linkNetns: 'cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1',
			linkNetnsid: null,
			master: 'kube-bridge',
			bridgePort: {state: 'forwarding', hairpin: true},
		});
		expect(value(readRoutesText, shown('ip route show'))[0]).toEqual({
			to: 'default',
			type: 'unicast',
			via: '192.168.122.1',
			dev: 'enp1s0',
			source: '192.168.122.161',
			table: 'main',
			protocol: 'dhcp',
			scope: null,
			metric: 100,
		});
	});

	test('a namespace of it', () => {
		const within = 'ip netns exec cni-d954e5c5-f69e-80bd-ca8a-1c9123031c00';
		const [, eth0] = mergeLinks(
			value(readLinksText, shown(`${within} ip -d link show`)),
			value(readLinksText, shown(`${within} ip addr show`)),
		);
		expect(eth0).toMatchObject({
			name: 'eth0',
			kind: 'veth',
			linkIndex: 7,
			linkNetnsid: 0,
			addresses: [{local: '10.244.0.4', prefixlen: 24}, {family: 'inet6'}],
		});
	});
});

describe('whatever is printed', () => {
	const texts = ['full', 'full/cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1', 'oddities'].flatMap(folder =>
		['ip-j-d-s-addr.json', 'ip-j-route-all.json', 'ip-d-link-show.txt', 'ip-addr-show.txt', 'ip-route-show.txt'].map(
			file => ipSample(folder, file),
		),
	);

	test.each([
		['readAddresses', readAddresses],
		['readRoutes', readRoutes],
		['readLinksText', readLinksText],
		['readRoutesText', readRoutesText],
	] as ReadonlyArray<readonly [string, Reader<ReadonlyArray<Link | Route>>]>)(
		'%s answers with whole facts or unknown',
		(_name, reader) => {
			fc.assert(
				fc.property(mutated(texts), stdout => {
					const reading = reader(outcomeOf({stdout}));
					if (!reading.known) return;
					for (const fact of reading.value) {
						if ('index' in fact) {
							expect(Number.isFinite(fact.index) && Number.isFinite(fact.mtu) && fact.name !== '').toBe(true);
						} else expect(typeof fact.to).toBe('string');
					}
				}),
				{numRuns: 300},
			);
		},
	);
});

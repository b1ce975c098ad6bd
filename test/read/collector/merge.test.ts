import {describe, expect, test} from 'vitest';
import {collectorOutput} from '../../../source/command/collector.js';
import type {Inside} from '../../../source/facts/network.js';
import type {Reading} from '../../../source/facts/reading.js';
import {readCollected} from '../../../source/read/collector/collector.js';
import {outcomeOf, sample} from '../../support/samples.js';

const argv = ['sh', '-s', '--', 'TOKEN', '50'];
/** What a process of a pod shows of its network without entering it (eth0 has 10.244.0.6). */
const pod = sample('net/linux-6.18/proc-pid-net.txt');
/** A namespace that could be entered: its own `ip -j addr show` and `ip -j route show`. */
const entered = `${JSON.stringify([
	{
		...{ifindex: 2, ifname: 'eth9', flags: ['UP'], mtu: 1450, operstate: 'UP', link_type: 'ether'},
		addr_info: [{family: 'inet', local: '10.244.0.99', prefixlen: 24, scope: 'global'}],
	},
])}\n[]\n`;
const refused = 'nsenter: cannot open /run/netns/a: Permission denied\n';

type Section = {readonly name: string; readonly body: string; readonly exit: number};

/** Own namespace: device 4, inode 1. `a` is the named one with inode 7; `old` is a file on a disk. */
function collected(...more: readonly Section[]) {
	const stdout = collectorOutput('TOKEN', [
		{name: 'user', body: '1000\n', exit: 0},
		{name: 'here', body: '4 1\n', exit: 0},
		{name: 'addr', body: '[]\n', exit: 0},
		{name: 'files', body: '4 7 /run/netns/a\n9 8 /run/netns/old\n', exit: 0},
		...more,
	]);
	const reading = readCollected(outcomeOf({argv, stdout}));
	if (!reading.known) throw new Error(reading.unknown.detail);
	return reading.value;
}

const addresses = (inside: Reading<Inside> | undefined) =>
	inside?.known
		? inside.value.links.flatMap(link => link.addresses.map(({local}) => local)).filter(at => at.startsWith('10.'))
		: inside?.unknown.reason;

describe('a namespace that is seen twice', () => {
	test('where it could not be entered, what a process shows of it stands in', () => {
		const {insides, unnamed} = collected({name: 'ns/a', body: refused, exit: 1}, {name: 'proc/7', body: pod, exit: 1});
		expect(addresses(insides.get('a'))).toEqual(['10.244.0.6']);
		expect(unnamed.size).toBe(0);
	});

	test('where nobody tried to enter it, too', () => {
		expect(addresses(collected({name: 'proc/7', body: pod, exit: 0}).insides.get('a'))).toEqual(['10.244.0.6']);
	});

	test('what was entered tells more, and stays', () => {
		const {insides} = collected({name: 'ns/a', body: entered, exit: 0}, {name: 'proc/7', body: pod, exit: 0});
		expect(addresses(insides.get('a'))).toEqual(['10.244.0.99']);
	});

	test('one without a name is filed under its inode', () => {
		const {insides, unnamed} = collected({name: 'proc/12', body: pod, exit: 0});
		expect(insides.size).toBe(0);
		expect(addresses(unnamed.get(12))).toEqual(['10.244.0.6']);
		const both = collected({name: 'inode/12', body: entered, exit: 0}, {name: 'proc/12', body: pod, exit: 0});
		expect(addresses(both.unnamed.get(12))).toEqual(['10.244.0.99']);
		const one = collected({name: 'inode/12', body: refused, exit: 1}, {name: 'proc/12', body: pod, exit: 0});
		expect(addresses(one.unnamed.get(12))).toEqual(['10.244.0.6']);
	});

	test('a process that shows nothing leaves the refusal as it is', () => {
		const {insides, unnamed} = collected(
			{name: 'ns/a', body: refused, exit: 1},
			{name: 'proc/7', body: '', exit: 2},
			{name: 'proc/12', body: '', exit: 2},
		);
		expect(addresses(insides.get('a'))).toBe('needs-root');
		expect(unnamed.get(12)?.known ?? false).toBe(false);
	});
});

describe('the files of /run/netns', () => {
	const files = (body: string) => collected({name: 'files', body, exit: 1}).files;

	test('one on another device than our own namespace is no namespace', () => {
		expect(collected().files).toMatchObject({
			value: [
				{name: 'a', inode: 7, namespace: true},
				{name: 'old', inode: 8, namespace: false},
			],
		});
	});

	test('a name may hold a newline; what stat complains of is a note', () => {
		expect(files('4 7 /run/netns/a\nb\n')).toMatchObject({
			value: [{name: 'a\nb', inode: 7, namespace: true}],
			notes: [],
		});
		const line = "stat: cannot statx '/run/netns/b': Permission denied";
		expect(files(`4 7 /run/netns/a\n${line}\n`)).toMatchObject({value: [{name: 'a'}], notes: [{line}]});
		expect(files('odd\n')).toMatchObject({value: [], notes: [{line: 'odd'}]});
	});

	test('without our own namespace nobody can tell', () => {
		const stdout = collectorOutput('TOKEN', [{name: 'files', body: '4 7 /run/netns/a\n', exit: 0}]);
		const reading = readCollected(outcomeOf({argv, stdout}));
		expect(reading.known && reading.value.files).toMatchObject({known: false, unknown: {detail: 'here'}});
		expect(reading.known && reading.value.inode).toBeNull();
	});
});

describe('the routing rules of both families', () => {
	const rules = (four: string, six: string) =>
		collected({name: 'rule4', body: four, exit: 0}, {name: 'rule6', body: six, exit: 0}).rules;

	test('stand in one list, IPv4 first', () => {
		const both = rules('0:\tfrom all lookup local\n', '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n');
		expect(both?.known && both.value.map(({family, priority}) => [family, priority])).toEqual([
			[4, 0],
			[6, 0],
			[6, 32_766],
		]);
	});

	test('an older recording did not ask: nothing is said of them', () => {
		expect(collected()).not.toHaveProperty('rules');
		expect(collected({name: 'rule4', body: '', exit: 0})).not.toHaveProperty('rules');
	});

	test('one family that could not be read makes the whole unknown', () => {
		const missing = {name: 'rule6', body: 'sh: 1: ip: not found\n', exit: 127};
		expect(collected({name: 'rule4', body: '0:\tfrom all lookup local\n', exit: 0}, missing).rules?.known).toBe(false);
	});
});

import {describe, expect, test} from 'vitest';
import type {Unit} from '../../source/facts/cluster.js';
import type {K0sProcess, Listener} from '../../source/facts/host.js';
import type {Topology} from '../../source/facts/network.js';
import type {Rule} from '../../source/facts/packet-filter.js';
import {known, unknown} from '../../source/facts/reading.js';
import {cellValue} from '../../source/model/cell-value.js';
import {dataFolder, ownDataFolder} from '../../source/model/data-folder.js';
import {homesOf} from '../../source/model/endpoint-homes.js';
import {
	controllerWord,
	isRaspberryPi,
	isRemoved,
	isWsl,
	isWsl1,
	pendingWord,
	unifiedWord,
} from '../../source/model/kernel-command-line.js';
import {identity, survivors} from '../../source/model/leftover-processes.js';
import {ownerOf} from '../../source/model/port-owner.js';
import {matchOf} from '../../source/model/rule-match.js';

describe('what a rule of a service asks for', () => {
	const of = (text: string, kind: 'saved' | 'text') => matchOf({text} as Rule, kind as never);
	const nothing = {
		source: null,
		destination: null,
		protocol: null,
		port: null,
		sourceType: null,
		probability: 1,
		recent: null,
	};

	test.each<readonly [string, object]>([
		['-A X -j ACCEPT', {}],
		[
			'-A X -d 10.96.0.1/32 -p tcp -m tcp --dport 443 -j Y',
			{destination: {not: false, value: '10.96.0.1'}, protocol: 'tcp', port: 443},
		],
		['-A X ! -s 10.244.0.0/16 -j Y', {source: {not: true, value: '10.244.0.0/16'}}],
		['-A X -s fd00::1/128 -j Y', {source: {not: false, value: 'fd00::1'}}],
		['-A X -p tcp -m tcp --dport 80:90 -j Y', {protocol: 'tcp', port: null}],
		['-A X ! -p udp -j Y', {protocol: null}],
		['-A X -m addrtype --src-type LOCAL -j Y', {sourceType: 'LOCAL'}],
		['-A X -m statistic --mode random --probability 0.50000000000 -j Y', {probability: 0.5}],
		['-A X -m recent --rcheck --seconds 10800 --reap --name Z -j Y', {recent: {seconds: 10_800}}],
		['-A X -m recent --update --seconds 60 --name Z -j Y', {recent: {seconds: 60}}],
		['-A X -m recent --rcheck --name Z -j Y', {recent: {seconds: null}}],
		['-A X -m recent --set --name Z -j Y', {recent: null}],
	])('%s', (text, match) => {
		expect(of(text, 'saved')).toEqual({...nothing, ...match});
	});

	test.each<readonly [string, object]>([
		[
			'ip daddr 10.96.0.1 tcp dport 443 jump Y',
			{destination: {not: false, value: '10.96.0.1'}, protocol: 'tcp', port: 443},
		],
		['ip saddr != 10.244.0.0/16 jump Y', {source: {not: true, value: '10.244.0.0/16'}}],
		['ip6 saddr fd00::1 udp dport 53', {source: {not: false, value: 'fd00::1'}, protocol: 'udp', port: 53}],
		['tcp dport 80-90 jump Y', {protocol: null, port: null}],
		['meta l4proto tcp jump Y', {protocol: 'tcp'}],
		['ip protocol udp jump Y', {protocol: 'udp'}],
		['fib saddr type local jump Y', {sourceType: 'LOCAL'}],
		['meta random & 2147483647 < 1073741824 jump Y', {probability: 0.5}],
		['xt match "recent" jump Y', {recent: {seconds: null}}],
		['jump Y', {}],
	])('as nft prints it: %s', (text, match) => {
		expect(of(text, 'text')).toEqual({...nothing, ...match});
	});
});

test('who has an address here: the host before a namespace, the first namespace before the next; loopbacks are everywhere', () => {
	const link = (...addresses: ReadonlyArray<readonly [string, string]>) => ({
		addresses: addresses.map(([local, scope]) => ({local, scope})),
	});
	const homes = homesOf({
		links: [link(['127.0.0.1', 'host'], ['10.0.0.1', 'global'])],
		namespaces: [
			{
				name: 'cni-1',
				inode: 7,
				links: [link(['10.0.0.1', 'global'], ['10.244.0.2', 'global'])],
				pod: {namespace: 'a', name: 'b'},
			},
			{name: null, inode: 8, links: [link(['10.244.0.2', 'global'], ['10.244.0.3', 'global'])], pod: null},
			{name: null, inode: null, links: [link(['10.244.0.4', 'global'])], pod: null},
		],
	} as unknown as Pick<Topology, 'links' | 'namespaces'>);
	expect([...homes]).toEqual([
		['10.0.0.1', {namespace: null, pod: null}],
		['10.244.0.2', {namespace: 'cni-1', pod: 'a/b'}],
		['10.244.0.3', {namespace: 'net:[8]', pod: null}],
		['10.244.0.4', {namespace: '?', pod: null}],
	]);
});

test.each([
	[undefined, '/var/lib/k0s', '/var/lib/k0s'],
	['/srv/k0s', '/srv/k0s', '/srv/k0s'],
	['/srv//k0s/./data/', '/srv//k0s/./data/', '/srv/k0s/data'],
	['/etc', '/etc', '/var/lib/k0s'],
	['/', '/', '/var/lib/k0s'],
])('the data folder %s is %s, and its own is %s', (given, folder, own) => {
	expect([dataFolder(given), ownDataFolder(given)]).toEqual([folder, own]);
});

test.each<readonly [string, string, number | string | null]>([
	['AGE', '2d3h', 183_600],
	['AGE', '1y2d', 31_708_800],
	['LAST SEEN', '5m30s (x3 over 10m)', 330],
	['FIRST SEEN', '7s', 7],
	['DURATION', '1h', 3600],
	['LAST SCHEDULE', '45', null],
	['AGE', 'now', null],
	['AGE', '5m x', 300],
	['AGE', '<unknown>', null],
	['CPU', '5m', 0.005],
	['MY AGE', '5m', 0.005],
	['MEMORY', '1Mi', 1_048_576],
	['NAME', 'web', 'web'],
	['NAME', '', null],
	['NODE', '<none>', null],
	['NODE', '<unset>', null],
	['NODE', '<invalid>', null],
	['NODE', '<other>', '<other>'],
	['NODE', 'a<none>', 'a<none>'],
])('the column %s is sorted by its cell %j as %j', (title, cell, value) => {
	expect(cellValue(title, cell)).toBe(value);
});

describe('words of the kernel’s command line', () => {
	test.each<readonly [string, string, object | undefined]>([
		['cgroup_enable=memory', 'memory', {word: 'cgroup_enable=memory', on: true}],
		['cgroup_disable=pids,memory', 'memory', {word: 'cgroup_disable=pids,memory', on: false}],
		['cgroup_disable=memory cgroup_enable=memory', 'memory', {word: 'cgroup_enable=memory', on: true}],
		['cgroup_enable=memory cgroup_disable=memory quiet', 'memory', {word: 'cgroup_disable=memory', on: false}],
		['cgroup_enable=memory2', 'memory', undefined],
		['xcgroup_enable=memory', 'memory', undefined],
		['quiet', 'memory', undefined],
	])('%s: the controller %s', (line, name, found) => {
		expect(controllerWord(line.split(' '), name)).toEqual(found);
	});

	test.each<readonly [string, boolean | undefined]>([
		['', true],
		...['1', 'yes', 'true', 'on', 'y', 't', 'TRUE'].map(value => [`=${value}`, true] as const),
		...['0', 'no', 'false', '', '11', 'on1'].map(value => [`=${value}`, false] as const),
		['x', undefined],
	])('systemd.unified_cgroup_hierarchy%s: %j', (rest, on) => {
		expect(unifiedWord(['ro', `systemd.unified_cgroup_hierarchy${rest}`])?.on).toBe(on);
	});

	const entry = (file: string, used: boolean, ...words: readonly string[]) => ({file, used, words});
	const memory = (words: readonly string[]) => controllerWord(words, 'memory');
	const on = 'cgroup_enable=memory';

	test('of the next boot: what the boot loader reads comes before what it is made of', () => {
		const made = entry('/etc/default/grub', false, on);
		const read = entry('/boot/grub/grub.cfg', true, 'ro', on);
		const off = entry('/boot/x.conf', true, 'cgroup_disable=memory');
		expect(pendingWord({entries: [made, off, read], whole: true}, memory)).toEqual({
			word: on,
			file: read.file,
			used: true,
		});
		expect(pendingWord({entries: [off, made], whole: true}, memory)).toEqual({word: on, file: made.file, used: false});
		expect(pendingWord({entries: [off], whole: true}, memory)).toBeUndefined();
	});

	test('removed is a word that no file has, where all could be read and the boot loader’s own was', () => {
		const read = entry('/boot/grub/grub.cfg', true, 'ro');
		const made = entry('/etc/default/grub', false, on);
		expect(isRemoved({entries: [read], whole: true}, on)).toBe(true);
		expect(isRemoved({entries: [read], whole: false}, on)).toBe(false);
		expect(isRemoved({entries: [read, made], whole: true}, on)).toBe(false);
		expect(isRemoved({entries: [entry('/etc/default/grub', false, 'ro')], whole: true}, on)).toBe(false);
		expect(isRemoved({entries: [], whole: true}, on)).toBe(false);
	});

	test.each([
		['5.15.167.4-microsoft-standard-WSL2', true, false, false],
		['4.4.0-19041-Microsoft', true, true, false],
		['4.4.0-19041-generic', false, false, false],
		['14.4.0-1-Microsoft', true, false, false],
		['6.12.34+rpt-rpi-v8', false, false, true],
		['6.8.0-1013-raspi', false, false, true],
		['6.1.21-v8+', false, false, true],
		['5.10.17-v7l+', false, false, true],
		['6.6.20+rpt', false, false, true],
		['6.12.0-124.el10.x86_64', false, false, false],
		['6.1.0-raspian', false, false, false],
	])('the kernel %s: WSL %j, its first version %j, a Raspberry Pi %j', (release, wsl, wsl1, pi) => {
		expect([isWsl(release), isWsl1(release), isRaspberryPi(release)]).toEqual([wsl, wsl1, pi]);
	});
});

const process = (pid: number, kind: K0sProcess['kind']): K0sProcess => ({
	...{pid, start: String(pid * 10), parent: 1, kind, unit: null, name: 'k0s'},
});
const unit = (activeState: string, subState: string, loadState = 'loaded'): Unit =>
	({loadState, activeState, subState, conditionMet: true}) as Unit;
const running = unit('active', 'running');
const dead = unit('inactive', 'dead');

describe('whose a listener is', () => {
	const listener = (...holders: ReadonlyArray<readonly [string, number]>): Listener => ({
		...{protocol: 'tcp', address: '*', port: 6443},
		processes: holders.map(([name, pid]) => ({name, pid})),
	});
	const processes = known([process(1, 'control-plane'), process(2, 'pod'), process(3, 'pod')]);
	const unread = unknown('needs-root', '/proc');

	test.each<readonly [string, Listener, Parameters<typeof ownerOf>[1], string]>([
		['of the k0s that runs', listener(['k0s', 1]), {unit: known(running), processes}, 'own'],
		['of one that was killed', listener(['k0s', 1]), {unit: known(dead), processes}, 'left'],
		['of pods alone', listener(['pause', 2], ['web', 3]), {unit: known(dead), processes}, 'pod'],
		['of a pod and k0s', listener(['k0s', 1], ['web', 3]), {unit: known(running), processes}, 'own'],
		['of somebody else', listener(['nginx', 9]), {unit: known(running), processes}, 'other'],
		['of k0s and somebody else', listener(['k0s', 1], ['nginx', 9]), {unit: known(running), processes}, 'other'],
		['the unit was not read', listener(['k0s', 1]), {unit: unread, processes}, 'unclear'],
		['processes were not read', listener(['k0s', 1]), {unit: known(running), processes: unread}, 'unclear'],
		['nor is it k0s by name', listener(['nginx', 1]), {unit: known(running), processes: unread}, 'other'],
		['one of both', listener(['k0s', 1], ['nginx', 2]), {unit: known(running), processes: unread}, 'other'],
		[
			'nor is k0s here',
			listener(['k0s', 1]),
			{unit: known(unit('inactive', 'dead', 'not-found')), processes: unread},
			'other',
		],
		['the kernel’s, beside k0s', listener(), {unit: known(running), processes}, 'unclear'],
		['hidden, beside k0s', {...listener(), processes: null}, {unit: known(dead), processes}, 'unclear'],
		[
			'hidden, without k0s',
			{...listener(), processes: null},
			{unit: known(unit('inactive', 'dead', 'not-found')), processes},
			'other',
		],
		['hidden, the unit not read', {...listener(), processes: null}, {unit: unread, processes}, 'other'],
	])('%s', (_, given, facts, owner) => {
		expect(ownerOf(given, facts)).toBe(owner);
	});

	test('what a killed run left are processes of the control plane, and only while the service is down', () => {
		const all = [process(1, 'control-plane'), process(2, 'pod'), process(3, 'shim')];
		expect(survivors(all, dead)).toEqual([process(1, 'control-plane')]);
		expect(survivors(all, unit('failed', 'failed'))).toHaveLength(1);
		expect(survivors(all, running)).toEqual([]);
		expect(identity(process(7, 'pod'))).toBe('7:70');
	});
});

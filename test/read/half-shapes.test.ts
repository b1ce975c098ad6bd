import {describe, expect, test} from 'vitest';
import {readContainers, readImages, readTasks} from '../../source/read/ctr-tables.js';
import {readDisk} from '../../source/read/df.js';
import {readNftChains} from '../../source/read/nft/chains.js';
import {readNftTables} from '../../source/read/nft/table.js';
import {readListeners} from '../../source/read/ss.js';
import {readUnit} from '../../source/read/systemctl-show.js';
import {outcomeOf} from '../support/samples.js';

/** Outputs of tools that lack a part, or have one more: what is not there is not known, never none. */
const out = (...lines: readonly string[]) => outcomeOf({stdout: lines.map(line => `${line}\n`).join('')});

describe('ctr', () => {
	test.each([
		['a task without its state', readTasks, ['TASK    PID     ', 'abc     12      ']],
		['tasks whose state is named otherwise', readTasks, ['TASK    PID    STATE', 'abc     12     RUNNING']],
		['containers without images', readContainers, ['CONTAINER    RUNTIME', 'abc          io.containerd.runc.v2']],
		['images without sizes', readImages, ['REF              TYPE    DIGEST', 'docker.io/a:1    t       sha256:1']],
	] as const)('%s are not known', (_, read, lines) => {
		expect(read(out(...lines))).toMatchObject({known: false, unknown: {reason: 'unreadable'}});
	});

	test('a column more changes nothing', () => {
		const read = readTasks(out('TASK    PID    STATUS     SANDBOX', 'abc     12     RUNNING    def'));
		expect(read).toMatchObject({known: true, value: [{id: 'abc', pid: 12, status: 'RUNNING'}]});
	});
});

describe('ss', () => {
	const good = 'tcp LISTEN 0 4096 *:6443 *:* users:(("kube-apiserver",pid=9,fd=3))';

	test.each([
		['columns behind the users', `${good} ino:1 sk:2 cgroup:/k0s`],
		['columns before them', 'tcp LISTEN 0 4096 *:6443 *:* uid:1 users:(("kube-apiserver",pid=9,fd=3)) <->'],
	])('%s are passed over', (_, line) => {
		expect(readListeners(out(line))).toMatchObject({
			known: true,
			value: [{port: 6443, processes: [{name: 'kube-apiserver', pid: 9}]}],
		});
	});

	test('a socket that is not understood may hold any port', () => {
		expect(readListeners(out(good, 'tcp LISTEN 0 128 somewhere *:*')).known).toBe(false);
		expect(readListeners(out(good, 'u_str LISTEN 0 128 /run/x 1 * 0'))).toMatchObject({known: true});
	});
});

test('a file system that tells nothing of its room is not a full one', () => {
	const head = 'Filesystem Type 1B-blocks Avail Inodes IFree Mounted on';
	expect(readDisk(out(head, 'remote fuse.s3 - - - - /var/lib/k0s')).known).toBe(false);
	expect(readDisk(out(head, '/dev/vda btrfs 100 50 - - /'))).toMatchObject({known: true, value: {available: 50}});
});

test('a condition of which systemd says nothing kept nobody from starting', () => {
	const unit = [
		'Id=k0scontroller.service',
		'LoadState=loaded',
		'ActiveState=inactive',
		'ConditionTimestampMonotonic=5',
	];
	expect(readUnit(out(...unit))).toMatchObject({known: true, value: {conditionMet: null}});
	expect(readUnit(out(...unit, 'ConditionResult=no'))).toMatchObject({known: true, value: {conditionMet: false}});
});

describe('nft -j', () => {
	const table = {table: {family: 'inet', name: 'firewalld', handle: 1}};
	const chain = {chain: {family: 'inet', table: 'firewalld', name: 'c', handle: 2}};
	const rule = (more: object) => ({rule: {family: 'inet', table: 'firewalld', chain: 'c', handle: 3, ...more}});
	const listing = (...objects: readonly object[]) =>
		outcomeOf({stdout: JSON.stringify({nftables: [{metainfo: {version: '1.1.9'}}, ...objects]})});

	test('nothing at all, not even what names the version, is no empty ruleset', () => {
		for (const stdout of ['', '{}', '{"nftables": []}', '{"nftables": {}}', '{"error": "no"}']) {
			expect(readNftTables(outcomeOf({stdout})).known, stdout).toBe(false);
			expect(readNftChains(outcomeOf({stdout})).known, stdout).toBe(false);
		}

		expect(readNftTables(listing())).toMatchObject({known: true, value: []});
	});

	test('two documents, one after the other, are none', () => {
		const {stdout} = listing(table);
		expect(readNftTables(outcomeOf({stdout: stdout + stdout})).known).toBe(false);
	});

	test('an object of a kind that nobody knew is noted', () => {
		const read = readNftTables(listing(table, chain, {verdictbox: {family: 'inet', table: 'firewalld'}}));
		expect(read).toMatchObject({known: true, notes: [{reason: 'not-understood'}]});
		expect(readNftTables(listing(table, {flowtable: {}}, {'ct helper': {}}))).toMatchObject({notes: []});
	});

	test.each([[{}], [{expr: null}], [{expr: {drop: null}}]])('a rule of which nobody knows what it does: %j', more => {
		const read = readNftTables(listing(table, chain, rule(more)));
		expect(read).toMatchObject({known: true, notes: [{reason: 'not-understood'}]});
		const [first] = read.known ? (read.value[0]?.chains[0]?.rules ?? []) : [];
		expect(first?.text).not.toBe('');
		expect(first?.statements).toHaveLength(1);
	});
});

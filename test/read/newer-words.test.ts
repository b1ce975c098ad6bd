import {describe, expect, test} from 'vitest';
import {isUp} from '../../source/facts/unit-activity.js';
import {readIpsetSave} from '../../source/read/ipset-save.js';
import {readSysinfo} from '../../source/read/k0s/sysinfo.js';
import {readNamespaceIds} from '../../source/read/lsns.js';
import {readSudo} from '../../source/read/sudo.js';
import {readUnit} from '../../source/read/systemctl-show.js';
import {readEnvironment} from '../../source/read/units.js';
import {must} from '../support/cluster.js';
import {outcomeOf} from '../support/samples.js';

const of = (stdout: string) => outcomeOf({stdout});

/** Words that other versions print. */
describe('sudo', () => {
	test.each([
		'sudo: A terminal is required to authenticate',
		'sudo: Authentication required but not attempted',
		'sudo: Interaction is required',
		'sudo: interactive authentication is required',
	])('sudo-rs asks for a password: %s', stderr => {
		expect(must(readSudo(outcomeOf({kind: 'failed', exit: 1, stderr})))).toBe(false);
	});

	test.each([
		"sudo: I'm sorry alice. I'm afraid I can't do that",
		'sudo: Sorry, user alice may not run true on host.',
		'alice is not in the sudoers file.',
		'sudo: account validation failure, is your account locked?',
	])('what refuses for another reason is not known: %s', stderr => {
		expect(readSudo(outcomeOf({kind: 'failed', exit: 1, stderr}))).toMatchObject({known: false});
	});
});

test('systemd 257 calls a service that runs "refreshing" for a moment', () => {
	expect(['active', 'reloading', 'refreshing'].every(isUp)).toBe(true);
	expect(['activating', 'deactivating', 'inactive', 'failed', 'maintenance', ''].some(isUp)).toBe(false);
	const unit = must(
		readUnit(
			of(
				'Id=k0scontroller.service\nLoadState=loaded\nActiveState=refreshing\nSubState=refresh-credentials\nExecMainPID=77\n',
			),
		),
	);
	expect(unit.pid).toBe(77);
});

test.each([
	['HTTPS_PROXY=http://p:3128 "NO_PROXY=a, b"', {HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'a, b'}],
	[String.raw`"HTTPS_PROXY=http://u:p\"\$q@h:1" Y=2`, {HTTPS_PROXY: 'http://u:p"$q@h:1', Y: '2'}],
	[String.raw`$'HTTPS_PROXY=http://u:it\'s@h' X=1`, {HTTPS_PROXY: "http://u:it's@h", X: '1'}],
	["'NO_PROXY=a b'", {NO_PROXY: 'a b'}],
	['', {}],
])('Environment=%s', (words, environment) => {
	expect(Object.fromEntries(must(readEnvironment(of(`Environment=${words}\n`))))).toEqual(environment);
});

test('lsns: a line whose blank at the end is gone is a namespace without an id', () => {
	expect(readNamespaceIds(of('4026532400 \n4026532500\n4026532600 3'))).toEqual({
		known: true,
		notes: [],
		value: [
			{inode: 4026532400, id: null},
			{inode: 4026532500, id: null},
			{inode: 4026532600, id: 3},
		],
	});
});

test('ipset: a set whose entries end, and comments with the words of options', () => {
	const text =
		'create s hash:net family inet timeout 300 counters comment\nadd s 10.0.0.0/8 timeout 200 packets 1 bytes 2 comment "a timeout nomatch"\ncreate t hash:ip timeout 0\n';
	expect(must(readIpsetSave(of(text)))).toMatchObject([
		{name: 's', timeout: 300, elements: [{key: '10.0.0.0/8', comment: 'a timeout nomatch'}]},
		{name: 't', timeout: null, elements: []},
	]);
});

test('sysinfo: a probe with a word of another version is a warning, not gone', () => {
	const text =
		'[{"displayName":"OS","prop":"Linux","category":"pass"},{"displayName":"New","prop":"x","category":"notice"},{"displayName":"Odd","category":"notice"}]';
	expect(must(readSysinfo(of(text)))).toEqual([
		{name: 'OS', category: 'pass', found: 'Linux', message: ''},
		{name: 'New', category: 'warning', found: 'notice x', message: ''},
		{name: 'Odd', category: 'warning', found: 'notice', message: ''},
	]);
});

import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {breaks, resolver} from '../support/check-breaks.js';
import {lookAt, turned, type Look, type Options} from '../support/check-look.js';
import {partOf, short} from '../support/series.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

/**
 * On a real host one thing at a time is broken: the right check turns, and no other but what follows from it. Where it
 * has a remedy, `check --fix ID --yes` mends it. Then everything must be as it was, or the next test would not know.
 */
const without = whyNoTestHost();
const title = (what: string): string => (without === undefined ? what : `${what}: ${without}`);
let host: TestHost;
let before: Look;

const look = async (args?: readonly string[], options?: Options): Promise<Look> => lookAt(host, args, options);
const sh = (script: string): Promise<string> => host.must(['sh', '-c', script]);

/** In the short set only what tools do or print that differ from Debian to Debian: CI has the rest on one of them. */
const chosen = short
	? breaks.filter(({script}) => /firewall|systemctl|hostnamectl|\bnft\b|iptables|\bip |mount|sudo/.test(script))
	: partOf(breaks, 2);

/** What a fresh test host is short of, compared with a good server; its disk is that of the machine that runs the test. */
const ofTheTestHost = [
	'disk-share',
	'disk-type',
	'file-descriptors',
	'cgroup-version',
	'time-sync',
	'reach-quay',
	'reach-docker',
];

describe.skipIf(without !== undefined)(title('a server before the first step'), () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'checks', faults: {}});
		await sh(resolver);
		before = await look();
	});
	afterAll(() => {
		host.down();
	});

	test('nothing failed, and all could be judged: exit 0', () => {
		expect(before.exit).toBe(0);
		const bad = [...before.checks.values()].filter(({result}) => result === 'fail' || result === 'unknown');
		expect(bad).toEqual([]);
		const warned = [...before.checks.values()].filter(({result}) => result === 'warn').map(({id}) => id);
		expect(warned.filter(id => !ofTheTestHost.includes(id))).toEqual(['firewall-pods']);
	});

	for (const {what, script, turns, found, fixes, repair = 'true', args = [], env = []} of chosen) {
		test(what, async () => {
			await sh(script);
			try {
				const broken = await look(args, {env});
				expect(turned(broken, before)).toEqual(turns);
				expect(broken.exit).toBe(Object.values(turns).includes('fail') ? 1 : 0);
				const [first = ''] = Object.keys(turns);
				if (found !== undefined) expect(broken.checks.get(first)?.found).toContain(found);
				if (fixes === undefined) return;
				expect(broken.checks.get(fixes)?.remedy?.applies).toBe(true);
				const fixed = await look([...args, '--fix', fixes, '--yes', '--only', fixes], {env});
				expect(fixed.fixes).toMatchObject([{id: fixes, state: 'done'}]);
				expect(fixed.checks.get(fixes)?.result).toBe('pass');
			} finally {
				// What is left of it would turn the next test's checks.
				await sh(repair);
			}
		});
	}

	test('after all of that everything is as it was', async () => {
		const after = await look();
		expect(after.exit).toBe(0);
		expect(turned(after, before)).toEqual({});
	});

	test('kube-bridge in no zone: the remedy binds it, now and for good, and nothing is reloaded', async () => {
		const fixed = await look(['--fix', 'firewall-pods', '--yes']);
		expect(turned(fixed, before)).toEqual({'firewall-pods': 'pass'});
		expect(await host.must(['firewall-cmd', '--get-zone-of-interface=kube-bridge'])).toBe('trusted\n');
		expect(await host.must(['firewall-cmd', '--permanent', '--get-zone-of-interface=kube-bridge'])).toBe('trusted\n');
		const again = await look(['--fix', 'firewall-pods', '--yes']);
		expect(again.fixes).toMatchObject([{state: 'done'}]);
	});

	test('every command of a remedy stands in the journal, before it ran', async () => {
		const journal = await host.must(['cat', '/var/lib/k0s-tui/journal.jsonl']);
		const records = journal
			.trim()
			.split('\n')
			.map(line => JSON.parse(line) as {run: string; ev: string; argv: string[] | null; step: string});
		const begun = records.filter(({ev}) => ev === 'begin');
		const mended = chosen.flatMap(({fixes}) => fixes ?? []);
		expect([...new Set(begun.map(({step}) => step))].sort()).toEqual([...new Set([...mended, 'firewall-pods'])].sort());
		expect(begun.every(({run}) => run.startsWith('remedy-'))).toBe(true);
		expect(begun.map(({argv}) => argv?.join(' '))).toContain('systemctl start firewalld.service');
	});

	test('an ordinary user: what needs root is unknown, nothing fails because of it, and no remedy runs', async () => {
		const seen = await look([], {user: 'operator'});
		expect(seen.exit).toBe(0);
		const turns = turned(seen, before);
		expect(Object.values(turns).filter(result => !['unknown', 'warn'].includes(result))).toEqual([]);
		expect(turns).toMatchObject({
			root: 'warn',
			'secure-path': 'unknown',
			firewalld: 'unknown',
			'kube-chains': 'unknown',
		});
		expect(seen.checks.get('root')?.found).toContain('asks for a password, or refuses');
		expect((await look([], {user: 'admin'})).checks.get('root')?.found).toContain('without a password');
		await host.must(['mv', '/usr/bin/sudo', '/root/']);
		expect((await look([], {user: 'admin'})).checks.get('root')).toMatchObject({result: 'fail'});
		expect((await look()).checks.get('secure-path')).toMatchObject({result: 'skip'});
		await host.must(['mv', '/root/sudo', '/usr/bin/']);
		const refused = await look(['--fix', 'data-folder', '--yes'], {user: 'operator'});
		expect(turned(await look(), {...before, checks: new Map(before.checks)})).toEqual({'firewall-pods': 'pass'});
		expect(refused.fixes.map(({state}) => state)).not.toContain('failed');
	});
});

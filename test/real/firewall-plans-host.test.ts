import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Runner} from '../../source/host/runner.js';
import {defaultAnswers} from '../../source/install/answers.js';
import {afterChanges, type FirewallChange} from '../../source/model/firewall-plan.js';
import {lockOut, verdictOf} from '../../source/model/lock-out/lock-out.js';
import {minus, sshPorts, startFirewallHost, type FirewallHost} from '../support/firewall-host.js';
import {whole} from '../support/series.js';
import {whyNoTestHost} from '../support/test-host.js';

const without = whyNoTestHost();
const title = `firewall plans on a real host${without === undefined ? '' : `: ${without}`}`;
let on: FirewallHost;

/** firewalld's own client, once for all plans: a line is a list of changes; `[]` brings the written state back. */
const driver = `
import json, sys
from firewall.client import FirewallClient
fw = FirewallClient()
def apply(c):
    z, v, gone = c['zone'], c['value'], c.get('remove', False)
    kind = c['kind']
    if kind == 'interface': fw.changeZoneOfInterface(z, v)
    elif kind == 'source': fw.changeZoneOfSource(z, v)
    elif kind == 'port': (fw.removePort if gone else fw.addPort)(z, *v.split('/'))
    elif kind == 'service': (fw.removeService if gone else fw.addService)(z, v)
    elif kind == 'masquerade': fw.addMasquerade(z)
for line in sys.stdin:
    changes = json.loads(line)
    if not changes: fw.reload()
    for c in changes:
        try: apply(c)
        except Exception as e:
            if not any(w in str(e) for w in ('NOT_ENABLED', 'ALREADY_ENABLED')): raise
    print('done', flush=True)
`;

/** mulberry32: the same plans each time. */
function generator(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Some 1.2 s each. */
const turns = whole ? 50 : 20;

const zones = ['public', 'public', 'work', 'internal', 'dmz', 'drop', 'block', 'trusted'];
const kinds = ['interface', 'port', 'port', 'source', 'source', 'service', 'service', 'masquerade'] as const;
const values: Readonly<Record<'port' | 'source', readonly string[]>> = {
	port: ['22/tcp', '2222/tcp', '2000-3000/tcp', '6443/tcp', '22/udp'],
	source: ['192.168.122.0/24', '192.168.122.1', '10.50.0.0/24', '10.0.0.0/8', '10.60.0.1'],
};

function plan(random: () => number, count: number): readonly FirewallChange[] {
	const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
	return Array.from({length: count}, (): FirewallChange => {
		const zone = pick(zones);
		const kind = pick(kinds);
		if (kind === 'interface') return {kind, zone, value: 'enp1s0'};
		if (kind === 'masquerade') return {kind, zone, value: ''};
		const gone = kind !== 'source' && random() < (kind === 'service' ? 0.7 : 0.3);
		const value = kind === 'service' ? 'ssh' : pick(values[kind]);
		return {kind, zone, value, ...(gone ? {remove: true} : {})};
	});
}

/** Asks once what no plan changes: links, routes, listeners, services, policies, the one login. */
function remembering({runner}: FirewallHost): Runner {
	const answered = new Map<string, ReturnType<Runner['run']>>();
	return {
		...runner,
		async run(command, options) {
			const key = command.argv.join(' ');
			if (key === 'firewall-cmd --list-all-zones') return runner.run(command, options);
			const answer = answered.get(key) ?? runner.run(command, options);
			answered.set(key, answer);
			return answer;
		},
	};
}

describe.skipIf(without !== undefined)(title, () => {
	beforeAll(async () => {
		on = await startFirewallHost('plans');
	});
	afterAll(() => {
		on?.down();
	});

	test('random ones: none that is said to be safe keeps anybody out, at most 2 % of the harmless are refused', async () => {
		const random = generator(20_261_123);
		await on.login();
		const firewalld = on.server(['python3', '-u', '-c', driver]);
		const apply = async (changes: readonly FirewallChange[]) => firewalld.ask(JSON.stringify(changes));
		const steady = remembering(on);
		const unsafe: string[] = [];
		const refused: string[] = [];
		let harmless = 0;
		for (let turn = 0; turn < turns; turn++) {
			await apply([]);
			const first = plan(random, Math.floor(random() * 3));
			if (first.length > 0) await apply(first);
			const {firewall, ssh} = await on.look(defaultAnswers, steady, ['firewall', 'ssh']);
			if (!firewall.known || !ssh.known) throw new Error('the host could not be read');
			expect(ssh.value.sessions).toHaveLength(1);
			const now = {zones: firewall.value.runtime, defaultZone: firewall.value.defaultZone};
			const changes = plan(random, 1 + Math.floor(random() * 3));
			const verdict = verdictOf(lockOut(ssh.value, now, afterChanges(now, changes)));
			const before = await on.open(sshPorts);
			await apply(changes);
			const lost = minus(before, await on.open(sshPorts));
			const told = `${verdict}: ${JSON.stringify([first, changes])} lost ${lost.join(' ')}`;
			if (lost.length === 0) harmless++;
			if (lost.length > 0 && verdict === 'safe') unsafe.push(told);
			if (lost.length === 0 && verdict !== 'safe') refused.push(told);
		}

		expect(unsafe).toEqual([]);
		expect(refused.length, refused.join('\n')).toBeLessThanOrEqual(harmless * 0.02);
		// Both kinds were there in number: the figures say something.
		expect(harmless).toBeGreaterThanOrEqual(turns * 0.3);
		expect(turns - harmless).toBeGreaterThanOrEqual(turns * 0.2);
	}, 300_000);
});

import {describe, expect, test} from 'vitest';
import type {Report} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {address, answering, failing, goodHost, links, type Given} from '../support/good-host.js';

const name = 'centos10.home.local';
const resolves = (...addresses: readonly string[]): Given => ({
	[`getent hosts ${name}`]: addresses.map(each => `${each} ${name}\n`).join(''),
});
const hosts = (line: string): Given => ({'cat -- /etc/hosts': `127.0.0.1 localhost\n::1 localhost\n${line}\n`});
const has = (...devices: ReadonlyArray<readonly [string, string]>): Given => ({
	'ip -j -d -s addr show': links(...devices.map(([device, local], index) => address(device, index + 2, local))),
});
const withoutLinks: Given = {'ip -j -d -s addr show': failing('Cannot open netlink socket', 1)};

async function judge(...given: readonly Given[]): Promise<Report | undefined> {
	const runner = fakeRunner(answering(Object.assign({}, goodHost, ...given) as Given));
	const [report] = await runChecks(
		allChecks.filter(({id}) => id === 'hostname-resolves'),
		{ask: async command => runner.run(command), options: defaultOptions, text: catalogue('en')},
	);
	return report;
}

const here = ['enp1s0', '192.168.122.161'] as const;
const tunnel = ['tailscale0', '100.96.48.75'] as const;

/** The kubelet takes its node's address from the name: it should be that of the default route. */
describe('the host name leads', () => {
	test.each<readonly [string, readonly Given[]]>([
		['to the address of the default route', [resolves(here[1]), has(here, tunnel)]],
		['to it and to a tunnel after it', [resolves(here[1], tunnel[1]), has(here, tunnel)]],
		['to an address that this host does not have', [resolves('203.0.113.7'), has(here)]],
		['to a loopback alone: the default route counts then', [resolves('127.0.1.1'), has(here)]],
		['to link-local ones', [resolves('169.254.1.1', 'fe80::1%enp1s0'), has(here, ['x', '169.254.1.1'])]],
		['to a tunnel, and which links there are is not known', [resolves(tunnel[1]), withoutLinks]],
	])('%s: nothing to say', async (_, given) => {
		expect(await judge(...given)).toMatchObject({result: 'pass'});
	});

	test.each<readonly [string, readonly string[], string]>([
		['to a tunnel', [tunnel[1]], tunnel[1]],
		['to a tunnel first', [tunnel[1], here[1]], tunnel[1]],
		['to IPv6 first: IPv4 is taken all the same', ['fd00::1', tunnel[1]], tunnel[1]],
	])('%s: it says which address is taken, and which is that of the default route', async (_, addresses, taken) => {
		const report = await judge(resolves(...addresses), has(here, tunnel));
		expect(report).toMatchObject({result: 'warn'});
		expect(report?.found).toContain(`the kubelet takes ${taken}, not ${here[1]} of ${here[0]}`);
		expect(report?.remedy).toMatchObject({commands: []});
	});
});

describe('the host name leads nowhere', () => {
	const none: Given = {[`getent hosts ${name}`]: failing('', 2)};
	const lineOf = (report: Report | undefined): string => JSON.stringify(report?.remedy?.commands ?? []);

	test.each<readonly [string, readonly Given[], string]>([
		['the line has the address of the default route', [has(tunnel, here)], here[1]],
		['without one that of Debian', [withoutLinks], '127.0.1.1'],
	])('%s', async (_, given, wanted) => {
		const report = await judge(none, hosts(''), ...given);
		expect(report?.result).toBe('warn');
		expect(lineOf(report)).toContain(`${wanted} ${name}`);
	});

	test('a line that is there already is not written again', async () => {
		const report = await judge(none, hosts(`${here[1]} ${name} centos10`), has(here));
		expect(report).toMatchObject({result: 'warn', remedy: {commands: []}});
		expect(JSON.stringify(report?.remedy)).toContain(here[1]);
	});

	test('a line for another name does not count', async () => {
		const report = await judge(none, hosts(`${here[1]} ${name}.example`), has(here));
		expect(lineOf(report)).toContain(`${here[1]} ${name}`);
	});
});

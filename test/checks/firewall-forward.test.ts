import {describe, expect, test} from 'vitest';
import {firewallForward} from '../../source/checks/firewall-forward.js';
import type {Facts} from '../../source/checks/facts.js';
import {readFirewallTable} from '../../source/checks/facts-of-firewalld.js';
import {defaultOptions} from '../../source/checks/options.js';
import {known, unknown} from '../../source/facts/reading.js';
import {catalogue} from '../../source/text/text.js';
import {outcomeOf, sample} from '../support/samples.js';

const text = catalogue('en');
const [check] = firewallForward;

/** The table of a real firewalld 2.3.1 (test/samples/firewalld-pods). */
const table = (name: 'strict' | 'single-node') =>
	readFirewallTable(
		outcomeOf({stdout: (JSON.parse(sample(`firewalld-pods/2.3.1/${name}.json`)) as {table: string}).table}),
	);

const base: Partial<Facts> = {
	firewallState: known('running'),
	firewalldConf: known('FirewallBackend=nftables\nStrictForwardPorts=no\n'),
	firewalldVersion: known('2.3.1'),
	firewallTable: table('single-node'),
	kubeChains: known(35),
	directRules: known({rules: [], chains: [], passthroughs: [], written: 0}),
	controllerUnit: unknown('not-installed', 'k0s'),
};
const judge = (facts: Partial<Facts>) => check?.judge({...base, ...facts}, defaultOptions, text);
const argvs = (finding: ReturnType<typeof judge>) => finding?.remedy?.commands.map(({argv}) => argv[0]);
const strictConf = known('StrictForwardPorts=yes\n');

describe('StrictForwardPorts', () => {
	test('in force by the table of the kernel, whatever the file says by now', () => {
		expect(judge({})).toMatchObject({result: 'pass'});
		expect(judge({firewallTable: table('strict')})).toMatchObject({result: 'warn'});
		expect(judge({firewallTable: table('strict'), firewalldConf: unknown('needs-root')})?.result).toBe('warn');
	});

	test('written down alone is mended without a reload', () => {
		const finding = judge({firewalldConf: strictConf});
		expect(finding?.found).toBe(text.checks.items['firewall-forward'].written);
		expect(argvs(finding)).toEqual(['sed']);
		expect(finding?.remedy?.fix?.safe).toBe(true);
	});

	test('a reload is offered only where it keeps the rules of Kubernetes', () => {
		const inForce = {firewalldConf: strictConf, firewallTable: table('strict')};
		expect(argvs(judge(inForce))).toEqual(['sed', 'firewall-cmd']);
		const direct = known({rules: ['ipv4 filter INPUT 0 -j ACCEPT'], chains: [], passthroughs: [], written: 0});
		expect(argvs(judge({...inForce, directRules: direct}))).toEqual([]);
		expect(argvs(judge({...inForce, directRules: unknown('needs-root')}))).toEqual([]);
		expect(argvs(judge({...inForce, directRules: direct, kubeChains: known(0)}))).toEqual(['sed', 'firewall-cmd']);
	});

	test('nothing could be read: not known', () => {
		const unread = {firewalldConf: unknown('needs-root'), firewallTable: unknown('needs-root')};
		expect(judge(unread)?.result).toBe('unknown');
	});
});

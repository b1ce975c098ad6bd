import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {everyPair, questions, type Count} from '../k0s/pairs.js';
import {buildProgram} from '../support/build-program.js';
import {startKindsLab, type KindsLab} from '../support/kinds-lab.js';
import {lan} from '../support/kinds-objects.js';
import {whyNoLab} from '../support/lab.js';

/**
 * Every pair of pods, the host and the LAN with services of every kind, IPv4 and IPv6, in both modes of kube-proxy, with and
 * without policies, without a firewall and under a real firewalld: what `reach` predicts beside what a real packet met.
 */

const without = whyNoLab();
let program: Awaited<ReturnType<typeof buildProgram>>;

/** The root of another Debian that test/testhost made; undefined: none is here. */
function rootOf(suite: string): string | undefined {
	const cache = process.env['TESTHOST_CACHE'] ?? '/var/cache/testhost';
	if (!existsSync(cache)) return undefined;
	return readdirSync(cache)
		.filter(name => name.startsWith('base-'))
		.map(name => join(cache, name, 'root'))
		.find(
			root =>
				existsSync(join(root, 'usr/sbin/firewalld')) &&
				readFileSync(join(root, 'etc/os-release'), 'utf8').includes(suite),
		);
}

const trixie = rootOf('trixie');
const firewalls: ReadonlyArray<{
	readonly name: string;
	readonly start?: (lab: KindsLab) => string;
	readonly skip?: boolean;
}> = [
	{name: 'no firewall'},
	{name: "firewalld of this machine, the product's profile", start: lab => lab.firewalld('single-node')},
	{name: "firewalld of this machine, the guide's profile", start: lab => lab.firewalld('article')},
	{name: 'firewalld 2.x', start: lab => lab.firewalld('single-node', trixie), skip: trixie === undefined},
];
const states = (['iptables', 'nftables'] as const).flatMap(mode =>
	[false, true].map(policies => ({mode, policies, name: `${mode} mode${policies ? ', policies' : ''}`})),
);

describe.skipIf(without !== undefined)(`every pair in the lab${without === undefined ? '' : `: ${without}`}`, () => {
	beforeAll(async () => {
		program = await buildProgram('headless');
	});
	afterAll(() => program?.remove());

	describe.each(firewalls.filter(({skip}) => !skip))('$name', ({name, start}) => {
		let lab: KindsLab;
		beforeAll(() => {
			lab = startKindsLab();
			const version = start?.(lab);
			if (version !== undefined) console.log(`${name}: firewalld ${version}`);
		});
		afterAll(() => lab?.down());

		test.each(states)(
			'$name',
			async ({name: state, ...given}) => {
				lab.set(given);
				const {wrong, ...counted}: Count = await everyPair(lab.host(program.file), questions(lan));
				console.log(`${name}, ${state}: ${JSON.stringify(counted)}, wrong ${wrong.length}`);
				expect(wrong).toEqual([]);
				expect(counted.right).toBeGreaterThan(300);
			},
			600_000,
		);
	});
});

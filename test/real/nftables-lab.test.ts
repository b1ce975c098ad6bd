import {chmodSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {buildProgram} from '../support/build-program.js';
import {startLab, whyNoLab, type Lab, type Ran} from '../support/lab.js';

type RuleJson = {index: number; text: string; packets: number | null; bytes: number | null};
type ChainJson = {name: string; hook: string | null; priority: number | null; policy: string | null; rules: RuleJson[]};
type Answer = {
	tables: Array<{family: string; name: string; owner: string | null; chains: ChainJson[]}>;
	source: {rules: string; chains: string};
	mode: string;
	verdict: string;
	affinity: string | null;
	affinitySeconds: number | null;
	externalTrafficPolicy: string | null;
	endpoints: Array<{address: string; port: number; share: number; pod: string | null; packets: number | null}>;
	error?: {code: string};
};
type ServiceMeta = {
	ns: string;
	name: string;
	port: string;
	proto: string;
	clusterIP: string;
	svcPort: number;
	nodePort?: number;
	affinity?: number;
	eps: string[];
};

const without = whyNoLab();
let program: Awaited<ReturnType<typeof buildProgram>>;
let lab: Lab;

const run = (args: readonly string[], user?: number): Ran & {readonly json: Answer} => {
	const ran = lab.exec([process.execPath, resolve(program.file), '--json', ...args], user === undefined ? {} : {user});
	return {...ran, json: JSON.parse(ran.stdout) as Answer};
};

/** Every chain that nft lists, as `family table chain hook priority policy`. */
function chainsOfNft(): string[] {
	const {nftables} = JSON.parse(lab.exec(['nft', '-j', 'list', 'chains']).stdout) as {
		nftables: Array<{
			chain?: {family: string; table: string; name: string; hook?: string; prio?: number; policy?: string};
		}>;
	};
	return nftables.flatMap(({chain}) =>
		chain
			? [
					[chain.family, chain.table, chain.name, chain.hook ?? null, chain.prio ?? null, chain.policy ?? null].join(
						' ',
					),
				]
			: [],
	);
}

/** `table [packets:bytes] -A …` of every rule, in the order of the chains. */
function rulesOfSave(): string[] {
	let table = '';
	return lab
		.exec(['iptables-nft-save', '-c'])
		.stdout.split('\n')
		.flatMap(line => {
			if (line.startsWith('*')) table = line.slice(1);
			return line.startsWith('[') ? [`${table} ${line}`] : [];
		});
}

const chainsOf = ({tables}: Answer): string[] =>
	tables.flatMap(({family, name, chains}) =>
		chains.map(chain => [family, name, chain.name, chain.hook, chain.priority, chain.policy].join(' ')),
	);
const rulesOf = ({tables}: Answer): string[] =>
	tables.flatMap(({name, chains}) =>
		chains.flatMap(({rules}) => rules.map(({packets, bytes, text}) => `${name} [${packets}:${bytes}] ${text}`)),
	);

describe.skipIf(without !== undefined)(
	`the packet filter in the lab${without === undefined ? '' : `: ${without}`}`,
	() => {
		beforeAll(async () => {
			program = await buildProgram('headless');
			// The ordinary user reads the program too.
			chmodSync(dirname(program.file), 0o755);
		});
		afterAll(() => {
			program.remove();
		});

		describe.each([
			['the node of the guide', ['--pods', '3', '--profile', 'seed']],
			['services of every kind', ['--pods', '4', '--profile', 'full']],
			['a thousand services', ['--pods', '4', '--services', '1000', '--endpoints', '3']],
			[
				'a thousand services without comments',
				['--pods', '4', '--services', '1000', '--endpoints', '3', '--no-comments'],
			],
		] as const)('%s', (_title, options) => {
			let services: ServiceMeta[];
			beforeAll(() => {
				lab = startLab(...options);
				services = lab.meta().services as ServiceMeta[];
				lab.exec(['busybox', 'wget', '-qO-', 'http://10.244.0.3/']);
			});
			afterAll(() => {
				lab.down();
			});

			test('every chain of nft, with hook, priority and policy', () => {
				const {exit, json} = run(['nftables']);
				expect(exit).toBe(0);
				expect(json.source).toEqual({chains: 'nft -j list chains', rules: 'iptables-nft-save -c'});
				expect(chainsOf(json).sort()).toEqual(chainsOfNft().sort());
			});

			test('in each chain the rules of iptables-save, with the same counters', async () => {
				// A packet between the two reads moves a counter: then both are read again.
				await vi.waitFor(() => expect(rulesOf(run(['nftables']).json).sort()).toEqual(rulesOfSave().sort()), {
					timeout: 20_000,
					interval: 100,
				});
				expect(rulesOfSave().some(line => !line.includes('[0:0]'))).toBe(true);
			});

			test('paths of services lead where their endpoints are', () => {
				const known = !options.includes('--no-comments' as never);
				for (const service of services.length > 20 ? services.slice(-4) : services) {
					const target = known
						? `${service.ns}/${service.name}${service.port === '' ? '' : `:${service.port}`}`
						: `${service.clusterIP}:${service.svcPort}/${service.proto}`;
					// Whether somebody listens there is the matter of reach-lab.test.ts.
					const {exit, json} = run(['path', target, '--rules-only']);
					expect(exit).toBe(service.eps.length > 0 ? 4 : 1);
					expect(json.mode).toBe('iptables');
					expect(json.verdict).toBe(service.eps.length > 0 ? 'dnat' : 'reject');
					expect(json.endpoints.map(({address, port}) => `${address}:${port}`)).toEqual(service.eps);
					expect(json.affinitySeconds).toBe(service.affinity ?? null);
				}
			});
		});

		describe('what traffic and modes change', () => {
			beforeAll(() => {
				lab = startLab('--pods', '4', '--profile', 'full');
			});
			afterAll(() => {
				lab.down();
			});

			test('a request moves the counters on its path', () => {
				const sent = (): number | null => run(['path', 'nodeport:30094']).json.endpoints[0]?.packets ?? null;
				const before = sent();
				const answer = lab.exec(['busybox', 'wget', '-qO-', 'http://127.0.0.1:30094/']);
				expect(answer.stdout).toContain('It works!');
				expect(sent()).toBe((before ?? Number.NaN) + 1);
			});

			test('an address of this node with a node port', () => {
				expect(run(['path', '192.168.122.161:30094']).exit).toBe(0);
				expect(run(['path', '192.168.122.77:30094'])).toMatchObject({exit: 1, json: {error: {code: 'not-found'}}});
			});

			test('an ordinary user is told that it needs root', () => {
				for (const args of [['nftables'], ['path', 'default/demo']]) {
					expect(run(args, 65_534)).toMatchObject({exit: 3, json: {error: {code: 'needs-root'}}});
				}
			});

			test("kube-proxy's nftables mode", () => {
				const nft = lab.rules('nft');
				expect(lab.exec(['nft', '-f', '-'], {input: nft}).exit).toBe(0);
				const {json, exit} = run(['nftables']);
				expect(exit).toBe(0);
				expect(chainsOf(json).sort()).toEqual(chainsOfNft().sort());
				for (const service of lab.meta().services as ServiceMeta[]) {
					const path = run([
						'path',
						`${service.ns}/${service.name}${service.port === '' ? '' : `:${service.port}`}`,
					]).json;
					expect(path.mode).toBe('nftables');
					expect(path.endpoints.map(({address, port}) => `${address}:${port}`)).toEqual(service.eps);
				}
			});

			test('no rules at all', () => {
				lab.exec(['nft', 'flush', 'ruleset']);
				expect(run(['nftables'])).toMatchObject({exit: 0, json: {tables: []}});
			});
		});
	},
);

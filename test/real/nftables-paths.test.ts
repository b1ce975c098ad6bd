import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {buildProgram} from '../support/build-program.js';
import {startLab, whyNoLab, type Lab} from '../support/lab.js';

type RuleJson = {text: string; packets: number | null};
type Tables = Array<{
	family: string;
	name: string;
	owner: string | null;
	chains: Array<{name: string; rules: RuleJson[]}>;
}>;
type PathJson = {
	service: {portName: string | null; protocol: string} | null;
	verdict: string;
	affinitySeconds: number | null;
	externalTrafficPolicy: string | null;
	endpoints: Array<{address: string; port: number; share: number; pod: string | null; namespace: string | null}>;
};
type Service = {
	ns: string;
	name: string;
	port: string;
	proto: string;
	clusterIP: string;
	svcPort: number;
	nodePort?: number;
	affinity?: number;
	local?: boolean;
	eps: string[];
};
type Pod = {ns: string; name: string; ip: string};

const without = whyNoLab();
let program: Awaited<ReturnType<typeof buildProgram>>;
let lab: Lab;

const run = <T>(...args: readonly string[]): {readonly exit: number | null; readonly json: T} => {
	const {exit, stdout} = lab.exec([process.execPath, resolve(program.file), '--json', ...args]);
	return {exit, json: JSON.parse(stdout) as T};
};

const tables = (): Tables => run<{tables: Tables}>('nftables').json.tables;

/** Counters of the rules of a table, by chain and words. */
function countersOf(name: string): Map<string, number> {
	const found = new Map<string, number>();
	for (const table of tables().filter(each => each.name === name)) {
		for (const chain of table.chains) {
			for (const {text, packets} of chain.rules) if (packets !== null) found.set(text, packets);
		}
	}

	return found;
}

/** What moved in a table while something happened, as `CHAIN TARGET +N`. */
function moved(name: string, happens: () => void): string[] {
	const before = countersOf(name);
	happens();
	const after = countersOf(name);
	return [...after].flatMap(([text, packets]) => {
		const more = packets - (before.get(text) ?? 0);
		const [, chain] = /^-A (\S+)/.exec(text) ?? [];
		const [, target] = / -j (\S+)/.exec(text) ?? [];
		return more === 0 ? [] : [`${chain} ${target} +${more}`];
	});
}

/** Requests from the neighbour outside. */
function fromOutside(url: string, times: number): void {
	const script = fileURLToPath(new URL('../lab/lab.sh', import.meta.url));
	const env = {...process.env, LAB_NAME: lab.name};
	for (let count = 0; count < times; count++) {
		expect(spawnSync(script, ['outside', 'busybox', 'wget', '-qO-', url], {env}).status).toBe(0);
	}
}

const target = ({ns, name, port}: Service): string => `${ns}/${name}${port === '' ? '' : `:${port}`}`;

/** Every service's path is what the lab made: endpoints, shares, pods, affinity, policies, rejects. */
function everyPath(services: readonly Service[], pods: readonly Pod[]): void {
	for (const service of services) {
		// Whether somebody listens there is the matter of reach-lab.test.ts.
		const {json, exit} = run<PathJson>('path', target(service), '--rules-only');
		const told = json.endpoints.map(({address, port}) => `${address}:${port}`);
		expect([target(service), told]).toEqual([target(service), service.eps]);
		expect(exit).toBe(service.eps.length > 0 ? 4 : 1);
		expect(json.verdict).toBe(service.eps.length > 0 ? 'dnat' : 'reject');
		expect(json.service).toMatchObject({portName: service.port === '' ? null : service.port, protocol: service.proto});
		expect(json.affinitySeconds).toBe(service.affinity ?? null);
		for (const endpoint of json.endpoints) {
			expect(endpoint.share).toBeCloseTo(1 / service.eps.length, 6);
			const pod = pods.find(({ip}) => ip === endpoint.address);
			expect([endpoint.namespace, endpoint.pod]).toEqual(pod ? [pod.ns, pod.name] : [null, null]);
		}
	}
}

describe.skipIf(without !== undefined)(`paths in the lab${without === undefined ? '' : `: ${without}`}`, () => {
	beforeAll(async () => {
		program = await buildProgram('headless');
	});
	afterAll(() => {
		program.remove();
	});

	describe.each(
		(['seed', 'full'] as const).flatMap(profile => ['1', '4', '110'].map(pods => [profile, pods] as const)),
	)('profile %s with %s pods', (profile, count) => {
		let meta: {services: Service[]; pods: Pod[]};
		beforeAll(() => {
			lab = startLab('--profile', profile, '--pods', count);
			meta = lab.meta() as unknown as typeof meta;
		});
		afterAll(() => {
			lab.down();
		});

		test('every path is what the lab made', () => {
			expect(meta.services.length).toBeGreaterThanOrEqual(5);
			everyPath(meta.services, meta.pods);
		});
	});

	describe('traffic, modes and firewalld', () => {
		let services: Service[];
		let pods: Pod[];
		beforeAll(() => {
			lab = startLab('--profile', 'full', '--pods', '4');
			({services, pods} = lab.meta() as unknown as {services: Service[]; pods: Pod[]});
		});
		afterAll(() => {
			lab.down();
		});

		test('requests to a node port move the counters on its path, and no others', () => {
			const changes = moved('nat', () => fromOutside('http://192.168.122.161:30094/', 3));
			expect(changes.sort()).toEqual(
				[
					'PREROUTING KUBE-SERVICES +3',
					'KUBE-SERVICES KUBE-NODEPORTS +3',
					'KUBE-NODEPORTS KUBE-EXT-73JNOU5FOFXIWZLE +3',
					'KUBE-EXT-73JNOU5FOFXIWZLE KUBE-MARK-MASQ +3',
					'KUBE-MARK-MASQ MARK +3',
					'KUBE-EXT-73JNOU5FOFXIWZLE KUBE-SVC-73JNOU5FOFXIWZLE +3',
					'KUBE-SVC-73JNOU5FOFXIWZLE KUBE-SEP-4BM33MODP4BKIE3G +3',
					'KUBE-SEP-4BM33MODP4BKIE3G DNAT +3',
					'POSTROUTING KUBE-POSTROUTING +3',
					'KUBE-POSTROUTING MARK +3',
					'KUBE-POSTROUTING MASQUERADE +3',
				].sort(),
			);
		});

		test('a request to a service without endpoints moves its reject, and no other', () => {
			const changes = moved('filter', () => {
				expect(lab.exec(['bash', '-c', 'exec 3<>/dev/tcp/10.100.10.4/80']).stderr).toContain('Connection refused');
			});
			// The kernel may send its SYN again before the refusal reaches it.
			expect(changes.filter(each => / (?:REJECT|DROP) /.test(each))).toEqual([
				expect.stringMatching(/^KUBE-SERVICES REJECT \+[1-3]$/),
			]);
		});

		test('policies and source ranges', () => {
			expect(run<PathJson>('path', 'shop/localonly:http').json.externalTrafficPolicy).toBe('Local');
			expect(run<PathJson>('path', 'default/demo').json.externalTrafficPolicy).toBe('Cluster');
			const {json} = run<{paths: Array<{sourceRanges: string[]}>}>('path', '192.168.122.241:80');
			expect(json.paths.map(({sourceRanges}) => sourceRanges)).toEqual([['192.168.122.0/24']]);
		});

		test('a recording answers as the host did', () => {
			const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-'));
			try {
				const file = join(folder, 'host.rec');
				const live = run<Record<string, unknown>>('--record', file, 'nftables').json;
				const replayed = spawnSync(process.execPath, [resolve(program.file), '--json', '--replay', file, 'nftables'], {
					encoding: 'utf8',
				});
				const again = JSON.parse(replayed.stdout) as Record<string, unknown>;
				expect(again['tables']).toEqual(live['tables']);
				expect(again['source']).toEqual(live['source']);
				expect((again['tables'] as unknown[]).length).toBeGreaterThan(1);
			} finally {
				rmSync(folder, {recursive: true, force: true});
			}
		});

		const firewalld = (): number | null =>
			spawnSync(fileURLToPath(new URL('../lab/firewalld-in-lab.sh', import.meta.url)), [], {
				env: {...process.env, LAB_NAME: lab.name},
				timeout: 60_000,
			}).status;

		test('beside firewalld the paths are the same, and its reload wipes them', context => {
			// Its start reloads: the rules of Kubernetes are gone, as on a real node.
			const status = firewalld();
			if (status === 77) context.skip('firewalld is not installed');
			expect(status).toBe(0);
			const wiped = tables();
			const kube = wiped.flatMap(({chains}) => chains).filter(({name}) => name.startsWith('KUBE-'));
			expect(kube).toEqual([]);
			const own = wiped.find(({name}) => name === 'firewalld');
			expect(own).toMatchObject({family: 'inet', owner: 'firewalld'});
			expect(own?.chains.find(({name}) => name === 'filter_IN_public')?.rules.length).toBeGreaterThan(3);
			expect(run<{error: {code: string}}>('path', 'default/demo')).toMatchObject({
				exit: 1,
				json: {error: {code: 'no-proxy'}},
			});
			expect(lab.exec(['iptables-nft-restore'], {input: lab.rules('iptables')}).exit).toBe(0);
			everyPath(services, pods);
			expect(tables().some(({name}) => name === 'firewalld')).toBe(true);
		});

		test("kube-proxy's nftables mode", () => {
			lab.exec(['nft', 'flush', 'ruleset']);
			expect(lab.exec(['nft', '-f', '-'], {input: lab.rules('nft')}).exit).toBe(0);
			for (const service of services) {
				const {json} = run<PathJson & {mode: string}>('path', target(service));
				expect([service.name, json.mode]).toEqual([service.name, 'nftables']);
				expect(json.endpoints.map(({address, port}) => `${address}:${port}`)).toEqual(service.eps);
				expect(json.affinitySeconds).toBe(service.affinity ?? null);
			}
		});
	});
});

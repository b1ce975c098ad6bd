import {createRequire} from 'node:module';
import {node, type Objects, type Saved} from './real-objects.js';

/** The rule writers of the k0s stand-in (test/testhost/k0s-standin), typed. */

type Part = {chains: Map<string, string[]>; base: Array<[chain: string, rule: string, where: 'first' | 'last']>};
export type Parts = Partial<Record<'mangle' | 'nat' | 'filter', Part>>;
export type Sets = Map<string, {type: string; entries: string[]}>;
type HostPort = {ns: string; name: string; ip: string; ports: Array<{proto: string; host: number; to: number}>};
export type Wanted = {ports: unknown[]; pods: unknown[]; policies: unknown[]; hostPorts: HostPort[]};

const load = createRequire(import.meta.url);
const folder = '../testhost/k0s-standin';
export const {wantedOf} = load(`${folder}/rules-wanted.cjs`) as {
	wantedOf: (objects: Objects, node: string, family?: 4 | 6) => Wanted;
};
export const {proxyTables, kubeletTables} = load(`${folder}/rules-proxy.cjs`) as {
	proxyTables: (ports: unknown[], options: {nfacct?: boolean; nodeIP: string; family?: 4 | 6}) => Parts;
	kubeletTables: (family?: 4 | 6) => Parts;
};
export const {policyTables, routingTables} = load(`${folder}/rules-router.cjs`) as {
	policyTables: (pods: unknown[], policies: unknown[], version: string, family?: 4 | 6) => Parts & {sets: Sets};
	routingTables: (nodeif: string, nodeIP: string) => Parts & {sets: Sets};
};
export const {portmapTables} = load(`${folder}/rules-portmap.cjs`) as {
	portmapTables: (pods: Array<HostPort & {sandbox: string}>) => Parts;
};

/** The parts of a settled node, in the order in which the programs start. */
export function settledParts(wanted: Wanted, sandboxes: Record<string, string> = {}, nfacct = true): Parts[] {
	const pods = wanted.hostPorts.map(pod => ({...pod, sandbox: sandboxes[pod.name] ?? ''}));
	return [
		kubeletTables(),
		proxyTables(wanted.ports, {nodeIP: node.address, nfacct}),
		routingTables(node.interface, node.address),
		policyTables(wanted.pods, wanted.policies, '1764463948000000000'),
		portmapTables(pods),
	];
}

/** The tables after each part wrote its chains and put its rules into the built-in chains. */
export function savedParts(parts: readonly Parts[]): Saved {
	const saved: Saved = new Map();
	for (const table of ['mangle', 'nat', 'filter'] as const) {
		const chains = new Map<string, string[]>();
		for (const part of parts) {
			const blocks = {first: new Map<string, string[]>(), last: new Map<string, string[]>()};
			for (const [chain, rules] of part[table]?.chains ?? []) chains.set(chain, [...rules]);
			for (const [chain, rule, where] of part[table]?.base ?? []) {
				blocks[where].set(chain, [...(blocks[where].get(chain) ?? []), rule]);
			}

			for (const [chain, rules] of blocks.first) chains.set(chain, [...rules, ...(chains.get(chain) ?? [])]);
			for (const [chain, rules] of blocks.last) chains.set(chain, [...(chains.get(chain) ?? []), ...rules]);
		}

		saved.set(table, chains);
	}

	return saved;
}

export type NftTable = {
	family: string;
	sets: Record<string, {lines: string[]; elements: string[]}>;
	maps: Record<string, {lines: string[]; elements: string[]}>;
	chains: Record<string, string[]>;
};
export const {nftTable, nftText} = load(`${folder}/rules-nft.cjs`) as {
	nftTable: (ports: unknown[], options: {nodeIP: string; family?: 4 | 6}) => NftTable;
	nftText: (table: NftTable) => string;
};

import {shown} from '../command/command.js';
import * as iptables from '../command/iptables.js';
import * as nft from '../command/nft.js';
import type {Outcome} from '../command/outcome.js';
import type {Runner} from '../host/runner.js';
import {serviceOfComment} from '../model/chain-comments.js';
import {labelChains, type Labels} from '../model/chain-labels.js';
import {hashedChain} from '../model/kube-chains.js';
import type {Ruleset} from '../facts/packet-filter.js';
import {assemble, emptyParts} from '../model/ruleset.js';
import type {Target} from '../model/service-target.js';
import {bytesOf, textOf} from '../read/bytes.js';
import {readChainListing} from '../read/iptables/chain.js';
import type {SavedChain, SavedTable} from '../read/iptables/save.js';
import {NamedList} from '../read/named-list.js';
import {finish} from '../read/sliced.js';

/** The part of the packet filter that one service's connections pass. */
export type ServiceChains = {readonly ruleset: Ruleset; readonly labels: Labels};

type Signal = AbortSignal | undefined;

/** Above this the whole ruleset is read in less time than chain by chain. */
const mostChains = 400;

/**
 * Reads only the chains on the way of one service (kube-proxy's iptables mode): a tenth of a second where the whole
 * ruleset of 10,000 services takes three. Undefined when they do not tell: another mode, another tool, no such service.
 */
export async function readServiceChains(
	runner: Runner,
	target: Target,
	signal?: AbortSignal,
): Promise<ServiceChains | undefined> {
	if (target.kind === 'address' && target.address.includes(':')) return undefined;
	const options = signal ? {signal} : {};
	// The listing that takes longest begins first.
	const [services, native, nodePorts, ...others] = await Promise.all([
		listing(runner, 'nat', 'KUBE-SERVICES', signal),
		runner.run(nft.proxyChain(), options),
		listing(runner, 'nat', 'KUBE-NODEPORTS', signal),
		...otherChains.map(async ([table, chain]) => [table, await listing(runner, table, chain, signal)] as const),
	]);
	if (!services || native.kind === 'ok' || signal?.aborted) return undefined;
	const filters = others.flatMap(([table, found]) => (table === 'filter' && found ? [found] : []));
	const isWanted = wantedLines(target, [services, ...(nodePorts ? [nodePorts] : []), ...filters]);
	if (!isWanted) return undefined;
	const nat = new Map<string, SavedChain>();
	const filter = new Map<string, SavedChain>();
	const put = (table: string, outcome: Outcome | undefined, every: boolean): void => {
		const chain = outcome && readChainListing(outcome, every ? undefined : isWanted);
		if (chain?.known) (table === 'nat' ? nat : filter).set(chain.value.name, chain.value);
	};

	put('nat', services, false);
	put('nat', nodePorts, false);
	for (const [table, outcome] of others) put(table, outcome, !outcome?.argv.some(word => entryChains.has(word)));
	if (!(await follow(runner, nat, signal))) return undefined;
	const tables = [tableOf('nat', nat), tableOf('filter', filter)];
	const source = {rules: shown(iptables.chain('nat', 'CHAIN')[0]?.argv ?? []), chains: ''};
	const saved = {
		backend: 'nf_tables' as const,
		tables,
		incompatible: [],
		legacyToo: false,
		structure: {},
		asksSets: false,
		source: null,
	};
	const {ruleset} = finish(assemble({...emptyParts, saved, source}));
	return {ruleset, labels: finish(labelChains(ruleset))};
}

/** Chains with one rule a service: only the lines of the service that is asked for are read. */
const entryChains: ReadonlySet<string> = new Set(['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES']);

/** Who leads into them, who refuses, and which pod has which address. */
const otherChains = [
	['nat', 'PREROUTING'],
	['filter', 'KUBE-SERVICES'],
	['filter', 'KUBE-EXTERNAL-SERVICES'],
	['filter', 'KUBE-ROUTER-INPUT'],
	['filter', 'KUBE-ROUTER-FORWARD'],
	['filter', 'INPUT'],
	['filter', 'FORWARD'],
	['filter', 'OUTPUT'],
] as const;

/** The first tool that has the chain; undefined: none. */
async function listing(runner: Runner, table: string, chain: string, signal: Signal): Promise<Outcome | undefined> {
	for (const command of iptables.chain(table, chain)) {
		const outcome = await runner.run(command, {room, ...(signal && {signal})});
		if (outcome.kind === 'ok') return asText(outcome);
		if (outcome.kind !== 'not-found') return undefined;
	}

	return undefined;
}

/** 10,000 services are 1.5 MB. */
const room = (size: number): Uint8Array => Buffer.allocUnsafe(size);

function asText(outcome: Outcome): Outcome {
	const bytes = bytesOf(outcome);
	return {...outcome, stdout: textOf(bytes, 0, bytes.length)};
}

/**
 * Which lines of the entry chains belong to the target: those that hold the name of its service. An address or node port
 * tells the service by the comment of its own line. Undefined: no line is the target's.
 */
function wantedLines(target: Target, listings: readonly Outcome[]): ((line: string) => boolean) | undefined {
	if (target.kind === 'service') return naming([`${target.namespace}/${target.name}`]);
	const port = ` --dport ${target.port} `;
	const host = target.kind === 'address' ? ` -d ${target.address}/32 ` : '';
	const own = listings.flatMap(({stdout}) =>
		linesWith(stdout, port).filter(line =>
			host === '' ? !line.includes(' -d ') : line.includes(host) || !line.includes(' -d '),
		),
	);
	if (own.length === 0) return undefined;
	const names = own.flatMap(line => {
		const comment = /--comment "?([^"]+?)"? -/.exec(line)?.[1] ?? '';
		return serviceOfComment(comment) ?? /^(\S+) has no /.exec(comment)?.[1] ?? [];
	});
	const mine = new Set(own);
	const named = naming(names);
	return line => mine.has(line) || named(line);
}

/** `KUBE-SERVICES` ends with the jump to the node ports, which belongs to all. */
const naming = (names: readonly string[]) => (line: string) =>
	line.endsWith(' -j KUBE-NODEPORTS') || names.some(name => isNamed(line, name));

/** Whether it names the service itself, not one whose name only begins or ends alike. */
function isNamed(line: string, name: string): boolean {
	for (let at = line.indexOf(name); at !== -1; at = line.indexOf(name, at + 1)) {
		if (/[" ]/.test(line[at - 1] ?? '') && !/[a-z\d.-]/.test(line[at + name.length] ?? '')) return true;
	}

	return false;
}

function linesWith(text: string, words: string): string[] {
	const lines: string[] = [];
	for (let at = text.indexOf(words); at !== -1;) {
		const from = text.lastIndexOf('\n', at) + 1;
		const end = text.indexOf('\n', at);
		const to = end === -1 ? text.length : end;
		lines.push(text.slice(from, to));
		at = text.indexOf(words, to);
	}

	return lines;
}

/** Reads what the chains lead to, and so on: EXT, SVC, SEP. False: it is too much, or something is missing. */
async function follow(runner: Runner, chains: Map<string, SavedChain>, signal: Signal): Promise<boolean> {
	for (let depth = 0; depth < 5; depth++) {
		const next = new Set<string>();
		for (const {rules} of chains.values()) {
			for (const {verdict} of rules) {
				if (verdict.kind === 'jump' && hashedChain(verdict.chain) && !chains.has(verdict.chain))
					next.add(verdict.chain);
			}
		}

		// The other ways in of a service are all found by its hash.
		for (const name of [...next]) {
			const hashed = hashedChain(name);
			if (hashed?.kind === 'SVC' && !chains.has(`KUBE-EXT-${hashed.hash}`)) next.add(`KUBE-EXT-${hashed.hash}`);
		}

		if (next.size === 0) return true;
		if (chains.size + next.size > mostChains) return false;
		const found = await Promise.all([...next].map(async name => listing(runner, 'nat', name, signal)));
		let read = 0;
		for (const outcome of found) {
			const chain = outcome && readChainListing(outcome);
			if (chain?.known) {
				chains.set(chain.value.name, chain.value);
				read++;
			}
		}

		if (signal?.aborted) return false;
		if (read === 0) return depth > 0;
	}

	return true;
}

const tableOf = (name: string, chains: Map<string, SavedChain>): SavedTable => ({name, chains: NamedList.of(chains)});

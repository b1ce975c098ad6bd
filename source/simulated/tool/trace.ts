import {traceTable, type traceAsked} from '../../command/trace.js';
import type {Outcome} from '../../command/outcome.js';
import type {Ruleset} from '../../facts/packet-filter.js';
import {completePacket, createWalker, type Walker} from '../../model/packet-walk/packet-walk.js';
import type {Ending, Hop, Packet} from '../../model/packet-walk/facts.js';
import {assemble, emptyParts} from '../../model/ruleset.js';
import {passes} from '../../model/trace.js';
import {readAddresses} from '../../read/ip/address.js';
import {readRoutes} from '../../read/ip/route.js';
import {readIpsetSave} from '../../read/ipset-save.js';
import {readIptablesSave} from '../../read/iptables/save.js';
import {readNftChains} from '../../read/nft/chains.js';
import {readNftTables} from '../../read/nft/table.js';
import {finish} from '../../read/sliced.js';
import {networkedPods} from '../cluster/view.js';
import {listeners, podListeners} from '../listeners.js';
import {ip} from './ip.js';
import {ipset, iptablesSave} from './iptables.js';
import {nft} from './nft.js';
import {ok, type Call, type Result, type Tool} from './tool.js';

/** The kernel of the simulated host traces as the walker walks. */
export async function trace(call: Call, asked: NonNullable<ReturnType<typeof traceAsked>>): Promise<Result> {
	const say = (words: string): void => call.print('stderr', `@@${asked.token} ${words}`);
	const {walker, handleOf} = await rulesOf(call);
	await call.sleep(200);
	say('listening');
	if (!asked.sends) {
		// Nobody outside of this host exists.
		await call.sleep(asked.life * 1000);
		say('gone');
		return ok();
	}

	const {source, destination, protocol, port} = asked;
	const given = {source, destination, protocol, sourcePort: 40_322, destinationPort: port};
	const packet = completePacket(given, walker.routing);
	const {main} = walker.walk(packet);
	for (const line of traceLines(main, packet, handleOf)) {
		await call.sleep(5);
		call.print('stdout', line);
	}

	const exit = probed(call, main);
	await call.sleep(exit === 124 ? 2000 : 100);
	say(`sent ${exit}`);
	say('gone');
	return ok();
}

/** The exit code of what sends: connected, refused, or nothing came back. */
export function probed(call: Call, {verdict, output, packet}: Ending): number {
	if (!passes(verdict)) return verdict === 'rejected' || verdict === 'unreachable' ? 1 : 124;
	const {cluster} = call.moment().state;
	const pod = cluster && networkedPods(call.moment(), cluster).find(({ip: own}) => own === packet.destination);
	if (!pod && output !== null) return 124;
	if (packet.protocol.startsWith('icmp')) return 0;
	const sockets = pod ? podListeners(call.moment(), pod) : listeners(call.moment());
	return sockets.some(({proto, port}) => proto === packet.protocol && port === packet.destinationPort) ? 0 : 1;
}

/** The rules as this host's own tools tell them. */
export async function rulesOf(call: Call): Promise<{walker: Walker; handleOf: (hop: Hop) => number | null}> {
	const run = async (tool: Tool, ...argv: string[]): Promise<Outcome> => {
		const {exit, stdout, stderr} = await tool({...call, argv});
		const kind = exit === 0 ? 'ok' : 'failed';
		return {kind, argv, exit, signal: null, stdout, stderr, stdoutCut: 0, stderrCut: 0, startedAt: 0, ms: 0};
	};

	const saved = readIptablesSave(await run(iptablesSave, 'iptables-nft-save', '-c'));
	const heads = readNftChains(await run(nft, 'nft', '-j', 'list', 'chains'));
	const listed = readNftTables(await run(nft, 'nft', '-j', 'list', 'ruleset'));
	const routes = readRoutes(await run(ip, 'ip', '-j', 'route', 'show', 'table', 'all'));
	const links = readAddresses(await run(ip, 'ip', '-j', '-d', '-s', 'addr', 'show'));
	const sets = readIpsetSave(await run(ipset, 'ipset', 'save'));
	const parts = {...emptyParts, saved: saved.known ? saved.value : null, heads: heads.known ? heads.value : null};
	const {ruleset}: {ruleset: Ruleset} = finish(assemble(parts));
	const walker = createWalker(ruleset, {
		routes: routes.known ? routes.value : [],
		links: (links.known ? links.value : []).map(({name, kind, addresses}) => ({
			...{name, kind},
			addresses: addresses.map(({local}) => local),
		})),
		ipsets: sets.known ? sets.value : null,
	});
	const tables = listed.known ? listed.value : [];
	return {
		walker,
		handleOf: ({table, chain, index}) =>
			tables.find(({name}) => name === table)?.chains.find(({name}) => name === chain)?.rules[index ?? -1]?.handle ??
			null,
	};
}

/** As `nft -a monitor trace` writes them. */
function traceLines(ending: Ending, packet: Packet, handleOf: (hop: Hop) => number | null): string[] {
	const made = packet.input === null;
	let id = '5d0c2f1e';
	const own = (chain: string, links: string): string =>
		`trace id ${id} inet ${traceTable} ${chain} packet: ${links} ip saddr ${packet.source} ip daddr ${packet.destination} ${packet.protocol} sport ${packet.sourcePort ?? 0} ${packet.protocol} dport ${packet.destinationPort ?? 0}`;
	const lines = [
		made ? own('output', `oif "${ending.output ?? 'lo'}"`) : own('prerouting', `iif "${packet.input ?? ''}"`),
	];
	const loops = made && ending.hops.some(({hook}) => hook === 'input');
	let came = !loops;
	for (const hop of ending.hops) {
		if (!came && (hop.hook === 'prerouting' || hop.hook === 'input')) {
			came = true;
			lines.push(own('postrouting', 'oif "lo"'));
			id = '5d0c2f1f';
			lines.push(own('prerouting', 'iif "lo"'));
		}

		const where = `trace id ${id} ${hop.family} ${hop.table} ${hop.chain}`;
		if (hop.kind === 'policy') lines.push(`${where} policy ${hop.verdict}`);
		if (hop.kind === 'rule')
			lines.push(`${where} rule ${hop.text} # handle ${handleOf(hop) ?? 0} (verdict ${told(hop)})`);
	}

	if (!passes(ending.verdict)) return lines;
	return [...lines, ending.output === null ? own('input', 'iif "lo"') : own('postrouting', `oif "${ending.output}"`)];
}

/** The kernel knows fewer words. */
function told({verdict}: Hop): string {
	if (/^(?:dnat|snat|masquerade|redirect)\b/.test(verdict)) return 'accept';
	return verdict === 'reject' ? 'drop' : verdict;
}

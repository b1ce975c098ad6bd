import * as files from '../command/files.js';
import * as iptables from '../command/iptables.js';
import * as nft from '../command/nft.js';
import * as systemd from '../command/systemd.js';
import type {Runner} from '../host/runner.js';
import type {KubeRules} from '../facts/kube-rules.js';
import {readText} from '../read/file.js';
import {
	isStrict,
	judgedIn,
	leadsTo,
	leadsToPolicies,
	masquerades,
	portalsIn,
	readChainLines,
} from '../read/kube-rules.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {readUnit} from '../read/systemctl-show.js';

type Lines = readonly string[] | null;

/**
 * Reads six chains of the packet filter: the ways into services and policies. Some milliseconds each, with 10,000
 * services too. k0s's own tool first: it writes to where kube-proxy and kube-router do.
 */
export async function readKubeRules(runner: Runner, signal: AbortSignal): Promise<Reading<KubeRules>> {
	const chain = async (table: string, name: string) => readChain(runner, table, name, signal);
	const [services, refused, prerouting, forward, pods, postrouting, strictForwardPorts] = await Promise.all([
		chain('nat', 'KUBE-SERVICES'),
		chain('filter', 'KUBE-SERVICES'),
		chain('nat', 'PREROUTING'),
		chain('filter', 'FORWARD'),
		chain('filter', 'KUBE-ROUTER-FORWARD'),
		chain('nat', 'POSTROUTING'),
		readStrict(runner, signal),
	]);
	for (const reading of [services, refused, prerouting, forward, pods, postrouting]) if (!reading.known) return reading;
	const lines = (reading: Reading<Lines>): readonly string[] => (reading.known ? (reading.value ?? []) : []);
	// kube-proxy in nftables mode has a table of its own, which no flush of iptables reaches.
	const isNative =
		services.known && services.value === null && (await runner.run(nft.proxyChain(), {signal})).kind === 'ok';
	return known({
		portals: isNative ? null : new Set([...portalsIn(lines(services)), ...portalsIn(lines(refused))]),
		entered: isNative ? null : leadsTo(lines(prerouting), 'KUBE-SERVICES'),
		judged: new Set(judgedIn(lines(pods))),
		judgedFirst: leadsToPolicies(lines(forward)),
		masquerade: masquerades(lines(postrouting)),
		strictForwardPorts,
	});
}

/**
 * A chain that one tool does not see may be of another back end: it is missing where none of them has it. One that an older
 * tool cannot tell ("chain ... is incompatible": a newer one wrote it) another one may.
 */
async function readChain(runner: Runner, table: string, name: string, signal: AbortSignal): Promise<Reading<Lines>> {
	let answer: Reading<Lines> | undefined;
	for (const command of iptables.chain(table, name).toSorted(ownFirst)) {
		const outcome = await runner.run(command, {signal});
		if (outcome.kind === 'not-found') continue;
		const reading = readChainLines(outcome);
		if (reading.known && reading.value !== null) return reading;
		if (!reading.known && outcome.kind !== 'failed') return reading;
		// A chain that one of them refuses to tell is there.
		if (answer === undefined || answer.known) answer = reading;
	}

	return answer ?? unknown('tool-missing', 'iptables');
}

const ownFirst = (a: {readonly argv: readonly string[]}, b: {readonly argv: readonly string[]}): number =>
	Number(b.argv[0]?.startsWith('/')) - Number(a.argv[0]?.startsWith('/'));

/** Null: not known. */
async function readStrict(runner: Runner, signal: AbortSignal): Promise<boolean | null> {
	const config = readText(await runner.run(files.readFile('/etc/firewalld/firewalld.conf'), {signal}));
	if (!config.known) return null;
	if (config.value === null || !isStrict(config.value)) return false;
	const unit = readUnit(await runner.run(systemd.showUnit('firewalld.service'), {signal}));
	return unit.known ? unit.value.activeState === 'active' : null;
}

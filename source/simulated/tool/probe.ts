import {probeAsked} from '../../command/reach-probe.js';
import {completePacket} from '../../model/packet-walk/packet-walk.js';
import {networkedPods} from '../cluster/view.js';
import {fail, ok, type Call, type Result} from './tool.js';
import {probed, rulesOf} from './trace.js';

/**
 * One small packet of `reach --probe`, from this host or from a pod's network namespace. No packet is sent: the simulated
 * host's kernel does with it what the walker says of its rules, as its trace does.
 */
export function probeOutput(call: Call, namespace: string | null): Promise<Result> | undefined {
	const asked = probeAsked(call.argv);
	return asked && probe(call, asked, namespace);
}

export function ping(call: Call, namespace: string | null): Result | Promise<Result> {
	return probeOutput(call, namespace) ?? fail(2, 'ping: usage error: Destination address required');
}

async function probe(
	call: Call,
	{destination, protocol, port, source}: NonNullable<ReturnType<typeof probeAsked>>,
	namespace: string | null,
): Promise<Result> {
	const {cluster} = call.moment().state;
	const pod = cluster && networkedPods(call.moment(), cluster).find(({net}) => net.name === namespace);
	const {walker} = await rulesOf(call);
	const given = {source: pod?.ip ?? source, destination, protocol, sourcePort: 40_322, destinationPort: port};
	const {main} = walker.walk(completePacket(given, walker.routing));
	const own = pod !== undefined && pod !== null && pod.ip === destination;
	const exit = probed(call, own ? {...main, verdict: 'arrives', packet: {...main.packet, destination}} : main);
	if (exit === 0) return ok();
	await call.sleep(exit === 124 ? 2000 : 20);
	// ping says 1 of both.
	return fail(protocol === 'icmp' ? 1 : exit, '');
}

import {flowsOf, type Flow} from '../net/traffic.js';
import {since} from '../moment.js';
import {limitOf} from './time-limit.js';
import {fail, ok, parseArguments, type Call, type Result} from './tool.js';

/** conntrack 1.4.8 of the simulated host: the connections of `flowsOf`, none of which there ever was; its last words say so. */

const valued = ['-f', '-p', '-s', '-d', '-r', '-q', '-o', '-e', '--orig-port-dst'];

export async function conntrack(call: Call): Promise<Result> {
	const {options} = parseArguments(call.argv.slice(1), valued);
	if (options.has('-C')) return ok(String(flowsOf(call.moment()).length));
	const fits = fitting(options);
	const own = (): readonly Flow[] => flowsOf(call.moment()).filter(flow => fits(flow));
	if (options.has('-L')) {
		const lines = own().map(flow => entryOf(flow, ''));
		return ok(
			lines.join('\n'),
			`conntrack v1.4.8 (conntrack-tools, simulated): ${lines.length} flow entries have been shown.`,
		);
	}

	if (!options.has('-E')) return fail(2, 'conntrack v1.4.8 (conntrack-tools): Bad parameter');
	const end = limitOf(call);
	for (let turn = 0; ; turn++) {
		for (const flow of own()) {
			if (flow.isOpen || flow.protocol !== 'udp') continue;
			const at = (call.moment().now / 1000).toFixed(6);
			const event = turn % 4 === 0 ? '    [NEW]' : turn % 4 === 3 ? '[DESTROY]' : ' [UPDATE]';
			call.print('stdout', `[${at}]\t${entryOf(flow, `${event} `)}`);
		}

		if (since(call.moment(), end.from) >= end.after) return {exit: 124, stdout: '', stderr: ''};
		await call.sleep(Math.min(1500, Math.max(1, end.after - since(call.moment(), end.from))));
	}
}

function fitting(options: ReadonlyMap<string, string>): (flow: Flow) => boolean {
	const wanted = (name: string, value: string | number): boolean => {
		const asked = options.get(name);
		return asked === undefined || asked === String(value);
	};

	return flow =>
		options.get('-f') !== 'ipv6' &&
		wanted('-p', flow.protocol) &&
		wanted('-s', flow.source) &&
		wanted('-d', flow.destination) &&
		wanted('-r', flow.server) &&
		wanted('-q', flow.source) &&
		wanted('--orig-port-dst', flow.port);
}

function entryOf(flow: Flow, event: string): string {
	const {protocol, source, sourcePort, destination, port, server, serverPort, isOpen} = flow;
	const state = protocol === 'udp' ? '' : isOpen ? 'ESTABLISHED ' : 'TIME_WAIT ';
	const left = protocol === 'udp' ? 28 : isOpen ? 86_390 : 112;
	const gone = event.startsWith('[DESTROY]') ? '' : `${left} ${state}`;
	const number = (protocol === 'tcp' ? 'tcp      6' : 'udp      17') + ' ';
	const id = sourcePort * 65_536 + port;
	return `${event}ipv4     2 ${number}${gone}src=${source} dst=${destination} sport=${sourcePort} dport=${port} packets=6 bytes=520 src=${server} dst=${source} sport=${serverPort} dport=${sourcePort} packets=5 bytes=870 [ASSURED] mark=0 use=1 id=${id}`;
}

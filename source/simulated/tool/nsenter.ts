import {collectorOutput, type CollectorSection} from '../../command/collector.js';
import {spaceQuestion, type SpaceQuestion} from '../../command/space-collector.js';
import {networkedPods} from '../cluster/view.js';
import {podListeners} from '../listeners.js';
import type {PodRecord} from '../state.js';
import {ip} from './ip.js';
import {ping} from './probe.js';
import {listed} from './sockets.js';
import {tc} from './tc.js';
import {tcpdump} from './tcpdump.js';
import {timeoutIn} from './timeout.js';
import {fail, ok, type Call, type Result, type Tool} from './tool.js';

/** nsenter of util-linux, into a pod's network: it has no rules of its own there, and a kernel's usual settings. */
export const nsenter: Tool = call => {
	const [, where = '', tool = '', ...rest] = call.argv;
	const file = /^--net=(.+)$/.exec(where)?.[1] ?? '';
	const {cluster} = call.moment().state;
	const pod = cluster && networkedPods(call.moment(), cluster).find(each => isOf(each, file));
	const name = pod?.net.name;
	if (!pod || name === undefined) {
		return fail(1, `nsenter: cannot open ${where.slice('--net='.length)}: No such file or directory`);
	}

	const question = spaceQuestion(call.argv);
	if (question) return collected(call, question);

	switch (tool) {
		case 'ss':
			return ok(listed(rest.join(''), podListeners(call.moment(), pod)));
		case 'ip':
			return ip({...call, argv: ['ip', '-n', name, ...rest]});
		case 'tcpdump':
			return tcpdump({...call, argv: ['tcpdump', ...rest]}, name);
		case 'timeout':
			return timeoutIn({...call, argv: ['timeout', ...rest]}, name);
		case 'ping':
			return ping({...call, argv: ['ping', ...rest]}, name);
		case 'tc':
			return tc({...call, argv: ['tc', ...rest]});
		case 'sysctl':
			return ok(rest.flatMap(each => settingText(each) ?? []).join('\n'));
		case 'nft':
			return rest.join(' ') === '-j list chains'
				? ok(
						'{"nftables": [{"metainfo": {"version": "1.1.1", "release_name": "Commodore Bullmoose #2", "json_schema_version": 1}}]}',
					)
				: fail(1, 'Error: No such file or directory');
		case 'iptables-nft-save':
		case 'ip6tables-nft-save':
			return ok();
		default:
			return fail(127, `nsenter: failed to execute ${tool}: No such file or directory`);
	}
};

/** The script of k0s-tui that runs several commands there: each answers as if it had been started by itself. */
async function collected(call: Call, {token, parts}: SpaceQuestion): Promise<Result> {
	const sections: CollectorSection[] = [];
	const there = new Set<string>();
	for (const {section, argv} of parts) {
		const [part = ''] = section.split('.');
		if (there.has(part)) continue;
		const {exit, stdout, stderr} = await nsenter({...call, argv: [...call.argv.slice(0, 2), ...argv]});
		if (exit !== 127) there.add(part);
		sections.push({name: section, body: stdout, exit}, {name: `${section}/error`, body: stderr, exit: 0});
	}

	return ok(collectorOutput(token, sections));
}

/** `/run/netns/NAME`, or the file of one of its processes. */
const isOf = ({net, sandbox, containers}: PodRecord & {net: NonNullable<PodRecord['net']>}, file: string): boolean =>
	file === `/run/netns/${net.name}` ||
	[sandbox, ...containers].some(({pid}) => pid !== null && file === `/proc/${pid}/ns/net`);

/** As a namespace begins; -e leaves out what it does not have. */
function settingText(path: string): string | undefined {
	if (path.startsWith('-')) return undefined;
	const value = /^net\/bridge\//.test(path) ? '1' : '0';
	return `${path.replaceAll('/', '.')} = ${value}`;
}

import {traceAsked} from '../../command/trace.js';
import {collectorOutput, collectorToken, type CollectorSection} from '../../command/collector.js';
import {childrenOf, entryAt} from '../files.js';
import type {Moment} from '../moment.js';
import {linkJson} from '../net/link-json.js';
import {hostLinks, namespaceLinks, namespaces} from '../net/links.js';
import {routeJson, hostRoutes, routesOf} from '../net/routes.js';
import {hostNamespace, processes} from '../processes.js';
import {keptOutput} from './guard.js';
import {shownRules} from './ip.js';
import {joinCall} from '../../command/join.js';
import {k0sProcesses} from './k0s-processes.js';
import {fail, ok, type Call, type Result} from './tool.js';

const cached = /"K8S_POD_NAME(?:SPACE)?","[^"\\]*"|"(?:netns|sandbox)":"[^"\\]*"/g;

/** What the script's grep finds in libcni's cache. */
function cniFinds(moment: Moment): string {
	const folder = '/var/lib/cni/results';
	return childrenOf(moment, folder)
		.flatMap(name => {
			const path = `${folder}/${name}`;
			return [...(entryAt(moment, path)?.text ?? '').matchAll(cached)].map(([find]) => `${path}:${find}\n`);
		})
		.join('');
}

/** `sh` runs nothing here: the namespace collector, k0s's processes, what a firewall trial keeps and a trace are known by their arguments. */
export function sh(call: Call): Result | Promise<Result> {
	const kept = keptOutput(call);
	if (kept !== undefined) return kept;
	const asked = traceAsked(call.argv);
	if (asked !== undefined) return import('./trace.js').then(({trace}) => trace(call, asked));
	if (joinCall(call.argv) !== undefined) return import('./k0s-join.js').then(async ({k0sJoin}) => k0sJoin(call));
	const ours = k0sProcesses(call);
	if (ours !== undefined) return ours;
	const token = collectorToken(call.argv);
	if (token === undefined) return fail(127, 'sh: only scripts of k0s-tui are known on a simulated host');
	const limit = Number(call.argv[4] ?? 0);
	const wanted = call.argv.slice(5);
	const moment = call.moment();
	const all = namespaces(moment);
	const json = (value: unknown): string => JSON.stringify(value);
	const form = {details: true, statistics: true, addresses: true};
	const body = (name: string, text: string): CollectorSection => ({name, body: text, exit: 0});
	const known = processes(moment);
	const self = 4410;
	const ids = [{inode: hostNamespace, id: 'unassigned'}, ...all.map(({inode, id}) => ({inode, id: String(id)}))];
	const inside = all
		.filter(({name}) => all.length <= limit || wanted.includes(name))
		.map(({name}) => {
			const links = namespaceLinks(moment, name) ?? [];
			// ip -batch prints one document a line, one for each line of its input.
			const documents = [links.map(link => linkJson(link, form)), routesOf(links).map(route => routeJson(route))];
			return body(`ns/${name}`, `${documents.map(json).join('\n')}\n`);
		});
	const links = hostLinks(moment);
	const container = /[\da-f]{64}/;
	return ok(
		collectorOutput(token, [
			body('user', `${moment.state.user.uid}\n`),
			body('self', `${self}\n`),
			body('here', `4 ${hostNamespace}\n`),
			body('addr', `${json(links.map(link => linkJson(link, form)))}\n`),
			body('route', `${json(hostRoutes(moment).map(route => routeJson(route)))}\n`),
			body('rule4', shownRules(moment, 4)),
			body('rule6', shownRules(moment, 6)),
			body('netns', `${json(all.map(({name, id}) => ({name, id})))}\n`),
			body('files', all.map(({name, inode}) => `4 ${inode} /run/netns/${name}`).join('\n')),
			body('ids', `${ids.map(({inode, id}) => `${inode} ${id}`).join('\n')}\n`),
			body('pids', known.map(({pid, netns}) => `${netns} /proc/${pid}/ns/net`).join('\n')),
			body(
				'cgroup',
				known
					.filter(({cgroup}) => container.test(cgroup))
					.map(({pid, cgroup}) => `/proc/${pid}/cgroup:0::${cgroup}\n`)
					.join(''),
			),
			body('cni', cniFinds(moment)),
			...inside,
			body(
				'commands',
				known
					.flatMap(({pid, command, comm}) => [
						`/proc/${pid}/cmdline:${command[0] ?? ''}\n`,
						`/proc/${pid}/comm:${comm} \n`,
					])
					.join(''),
			),
		]),
	);
}

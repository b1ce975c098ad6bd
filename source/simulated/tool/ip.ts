import {addressesText, linkText} from '../net/link-text.js';
import {linkJson, type LinkForm} from '../net/link-json.js';
import {hostLinks, namespaceLinks, namespaces, type SimulatedLink} from '../net/links.js';
import {hostRoutes, routeJson, routesOf, routeText, type SimulatedRoute} from '../net/routes.js';
import {traces} from '../cluster/view.js';
import {since, type Moment} from '../moment.js';
import {monitor} from './follow.js';
import {fail, ok, type Call, type Result, type Tool} from './tool.js';

/** iproute2 6.14: `link`, `addr`, `route`, `rule`, `netns`, as text and with -j. */

type Form = {json: boolean; details: boolean; statistics: boolean; family: 4 | 6 | null; namespace: string | null};

export function ipTool(run: Tool): Tool {
	return call => {
		const form: Form = {json: false, details: false, statistics: false, family: null, namespace: null};
		const words = call.argv.slice(1);
		while (words[0]?.startsWith('-')) {
			const option = words.shift() ?? '';
			if (/^-j(son)?$/.test(option)) form.json = true;
			else if (/^-d(etails)?$/.test(option)) form.details = true;
			else if (/^-s(tatistics)?$/.test(option)) form.statistics = true;
			else if (option === '-4') form.family = 4;
			else if (option === '-6') form.family = 6;
			else if (option === '-n' || option === '-netns') form.namespace = words.shift() ?? '';
			else if (option === '-V') return ok('ip utility, iproute2-6.14.0');
			else if (!/^-(p|pretty|br|brief|o|oneline|N|c=never)$/.test(option)) {
				return fail(255, `Option "${option}" is unknown, try "ip -help".`);
			}
		}

		const [object = '', ...rest] = words;
		if (object === 'monitor')
			return monitor(call, networkMark, () => ['7: veth0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500']);
		if (object === 'netns') return netns(call, form, rest, run);
		return within(call.moment(), form, object, rest);
	};
}

/** The network without what packets change. */
const networkMark = (moment: Moment): unknown => {
	const bare = (links: readonly SimulatedLink[] | undefined): unknown =>
		links?.map(link => ({
			...link,
			rx: null,
			tx: null,
			addresses: link.addresses.map(each => ({...each, lease: null})),
		}));
	return [bare(hostLinks(moment)), namespaces(moment).map(({name}) => [name, bare(namespaceLinks(moment, name))])];
};

function within(moment: Moment, form: Form, object: string, rest: string[]): Result {
	const links = form.namespace === null ? hostLinks(moment) : namespaceLinks(moment, form.namespace);
	if (links === undefined) {
		return fail(255, `Cannot open network namespace "${form.namespace ?? ''}": No such file or directory`);
	}

	if ('link'.startsWith(object) && object !== '') return linkList(moment, links, form, rest, false);
	if (/^a(d(d(r(e(s(s)?)?)?)?)?)?$/.test(object)) return linkList(moment, links, form, rest, true);
	const routes = (): SimulatedRoute[] => (form.namespace === null ? hostRoutes(moment) : routesOf(links));
	if (/^r(o(u(t(e)?)?)?)?$/.test(object)) return routeList(routes(), form, rest);
	if (/^ru(l(e)?)?$/.test(object)) return rules(moment, form, rest);
	if (/^n(e(i(g(h)?)?)?)?$/.test(object)) return ok(form.json ? '[]' : '');
	// No IPsec here: no policy is printed.
	if (object === 'xfrm' && ['policy', 'p'].includes(rest[0] ?? '')) return ok();
	if (object === 'xfrm' && rest.join(' ') === 'state count') return ok('\t SAD count 0\n');
	return fail(255, `Object "${object}" is unknown, try "ip help".`);
}

function linkList(
	{state}: Moment,
	all: readonly SimulatedLink[],
	form: Form,
	rest: string[],
	addresses: boolean,
): Result {
	if (['delete', 'del'].includes(rest[0] ?? '') && !addresses) return deleteLink(all, rest, state);
	const words = rest.filter(word => !['show', 'list', 'ls', 'sh', 'dev'].includes(word));
	const wanted = words[0] === 'type' || words[0] === 'master' ? undefined : words[0];
	const links = all.filter(
		link =>
			(wanted === undefined || link.name === wanted) &&
			(words[0] !== 'type' || link.kind === words[1]) &&
			(words[0] !== 'master' || link.master === words[1]),
	);
	if (wanted !== undefined && links.length === 0) return fail(1, `Device "${wanted}" does not exist.`);
	const family = form.family === null ? undefined : form.family === 4 ? 'inet' : 'inet6';
	const shown = links.map(link => ({
		...link,
		addresses: link.addresses.filter(address => family === undefined || address.family === family),
	}));
	const kind: LinkForm = {details: form.details, statistics: form.statistics, addresses};
	if (form.json) return ok(JSON.stringify(shown.map(link => linkJson(link, kind))));
	return ok(shown.map(link => (addresses ? addressesText(link) : linkText(link, form.details))).join('\n'));
}

function deleteLink(all: readonly SimulatedLink[], rest: readonly string[], state: Moment['state']): Result {
	const name = rest.filter(word => word !== 'dev')[1] ?? '';
	const link = all.find(one => one.name === name);
	if (!link) return fail(1, `Cannot find device "${name}"`);
	if (link.kind === 'ether' || link.kind === 'loopback') return fail(2, 'RTNETLINK answers: Operation not supported');
	state.deletedLinks.push(name);
	return ok();
}

function routeList(all: readonly SimulatedRoute[], form: Form, rest: string[]): Result {
	if (rest[0] === 'get') return routeGet(all, form, rest[1] ?? '');
	const table = rest.includes('table') ? rest[rest.indexOf('table') + 1] : 'main';
	const dev = rest.includes('dev') ? rest[rest.indexOf('dev') + 1] : undefined;
	const routes = all.filter(
		route =>
			(table === 'all' || route.table === table) &&
			(form.family === 6 ? route.family === 6 : route.family === 4 || (table === 'all' && form.family === null)) &&
			(dev === undefined || route.dev === dev) &&
			(!rest.includes('default') || route.to === 'default'),
	);
	return ok(
		form.json
			? JSON.stringify(routes.map(route => routeJson(route)))
			: routes.map(route => routeText(route, table === 'all')).join('\n'),
	);
}

function routeGet(all: readonly SimulatedRoute[], form: Form, to: string): Result {
	const local = all.find(
		route => route.type === 'local' && (route.to === to || (route.to === '127.0.0.0/8' && to.startsWith('127.'))),
	);
	const near = all.find(
		route => route.type === 'unicast' && route.to.endsWith('/24') && to.startsWith(route.to.replace(/0\/24$/, '')),
	);
	const route = local ?? near ?? all.find(one => one.to === 'default');
	if (!route) return fail(2, 'RTNETLINK answers: Network is unreachable');
	const source = route.source ?? all.find(one => one.dev === route.dev && one.source !== null)?.source ?? null;
	if (form.json) {
		return ok(
			JSON.stringify([
				{
					...(local ? {type: 'local'} : {}),
					dst: to,
					...(route.via === null ? {} : {gateway: route.via}),
					dev: local ? 'lo' : route.dev,
					...(local ? {table: 'local'} : {}),
					...(source === null ? {} : {prefsrc: local ? to : source}),
					flags: [],
					uid: 0,
					cache: local ? ['local'] : [],
				},
			]),
		);
	}

	const via = route.via === null ? '' : ` via ${route.via}`;
	const head = local ? `local ${to} dev lo table local src ${to}` : `${to}${via} dev ${route.dev} src ${source ?? ''}`;
	return ok(`${head} uid 0\n    cache${local ? ' <local>' : ''}`);
}

const ownRule = 'rule 32765';

function hasOwnRule(moment: Moment): boolean {
	const cluster = traces(moment);
	return cluster !== null && since(moment, cluster.routerRulesAt) >= 0 && !moment.state.deletedLinks.includes(ownRule);
}

const ruleRows = (moment: Moment, family: 4 | 6): readonly RuleRow[] => [
	{priority: 0, src: 'all', table: 'local'},
	...(hasOwnRule(moment) && family === 4 ? [{priority: 32_765, src: '10.244.0.0', srclen: 24, table: '77'}] : []),
	{priority: 32_766, src: 'all', table: 'main'},
	...(family === 6 ? [] : [{priority: 32_767, src: 'all', table: 'default'}]),
];

/** kube-router adds its own: what pods send is looked for in its table first. A reset leaves it. */
function rules(moment: Moment, form: Form, [verb = 'show', ...rest]: string[]): Result {
	const {state} = moment;
	const rows = ruleRows(moment, form.family === 6 ? 6 : 4);
	if (['delete', 'del'].includes(verb)) {
		if (!hasOwnRule(moment) || rest[rest.indexOf('priority') + 1] !== '32765') {
			return fail(2, 'RTNETLINK answers: No such file or directory');
		}

		state.deletedLinks.push(ownRule);
		return ok();
	}

	const shown = form.namespace === null ? rows : rows.filter(({priority}) => priority === 0 || priority >= 32_766);
	if (form.json) return ok(JSON.stringify(shown));
	return ok(ruleText(shown));
}

type RuleRow = {readonly priority: number; readonly src: string; readonly srclen?: number; readonly table: string};

const ruleText = (rows: readonly RuleRow[]): string =>
	rows
		.map(
			({priority, src, srclen, table}) =>
				`${priority}:\tfrom ${srclen === undefined ? src : `${src}/${srclen}`} lookup ${table}`,
		)
		.join('\n');

/** `ip -4 rule show` or `ip -6 rule show`. */
export const shownRules = (moment: Moment, family: 4 | 6): string => `${ruleText(ruleRows(moment, family))}\n`;

function netns(call: Call, form: Form, rest: string[], run: Tool): Result | Promise<Result> {
	const all = namespaces(call.moment());
	const [verb = 'list', name = '', ...argv] = rest;
	switch (verb) {
		case 'list':
		case 'show':
		case 'ls': {
			if (form.json) return ok(JSON.stringify(all.map(one => ({name: one.name, id: one.id}))));
			return ok(all.map(one => `${one.name} (id: ${one.id})`).join('\n'));
		}

		case 'list-id': {
			const sorted = [...all].sort((a, b) => a.id - b.id);
			if (form.json) return ok(JSON.stringify(sorted.map(one => ({nsid: one.id, name: one.name}))));
			return ok(sorted.map(one => `nsid ${one.id} (iproute2 netns name: ${one.name})`).join('\n'));
		}

		case 'pids': {
			const found = all.find(one => one.name === name);
			return found ? ok(found.pids.join('\n')) : fail(1, 'Cannot open network namespace: No such file or directory');
		}

		case 'exec': {
			if (!all.some(one => one.name === name)) {
				return fail(255, `Cannot open network namespace "${name}": No such file or directory`);
			}

			const [tool = '', ...more] = argv;
			// Only ip looks at the namespace; another tool would answer for the host, which would be a lie.
			return tool === 'ip'
				? run({...call, argv: ['ip', '-n', name, ...more]})
				: fail(255, `exec of "${tool}" failed: No such file or directory`);
		}

		case 'delete': {
			// Here a pod's namespace goes with its pod: no name ever outlives it.
			return fail(1, `Cannot remove namespace file "/run/netns/${name}": No such file or directory`);
		}

		default: {
			return fail(255, `Command "${verb}" is unknown, try "ip netns help".`);
		}
	}
}

export const ip: Tool = call => ipTool(ip)(call);

import {loadModule} from '../command/system.js';
import {overlaps, parseCidr} from '../model/cidr.js';
import type {Node} from '../facts/cluster.js';
import type {Link, Route} from '../facts/network.js';
import type {Reading} from '../facts/reading.js';
import {ownNode} from '../model/own-node.js';
import {hasNoServer, isStub, loopServer} from '../model/requirements.js';
import {kubeletResolvConf} from '../model/unit-file.js';
import {addressOf, defaultRoutes, firstAddress} from './addresses.js';
import {cannotTell, defineCheck, type Finding} from './check.js';
import {podsOf} from './alive.js';
import {rangesOf} from './options.js';
import {leastInotify} from './asked.js';
import {settingRemedy} from './setting-remedy.js';
import {fix} from './remedies.js';
import {isYoung} from './unit.js';

const forward = 'net.ipv4.ip_forward';
const bridgeCalls = 'net.bridge.bridge-nf-call-iptables';
const instances = 'fs.inotify.max_user_instances';

/** Links that k0s makes: their routes and addresses are the ranges at work, not a clash. */
const ownLink = /^(kube-bridge|kube-dummy-if|dummyvip0|kube-ipvs0|veth|cali|vxlan\.calico|tun)/;

type Clash = {readonly what: string; readonly piece: string};

/**
 * Routes and addresses of others inside a range; those of the default route are everywhere and none, and those over a node of
 * this cluster lead to that node's pods.
 */
function clashes(
	range: string,
	routes: readonly Route[],
	links: readonly Link[],
	nodes: ReadonlySet<string | null>,
): Clash[] {
	const wanted = parseCidr(range);
	if (!wanted) return [];
	const inside = (text: string): boolean => {
		const cidr = parseCidr(text);
		return cidr !== undefined && cidr.length > 0 && overlaps(cidr, wanted);
	};

	const fromRoutes = routes
		.filter(({type, table}) => (type === 'unicast' || type === 'blackhole') && table !== 'local')
		.filter(({dev, to, via}) => !ownLink.test(dev ?? '') && inside(to) && !(via !== null && nodes.has(via)))
		.map(({to, dev}) => ({what: dev === null ? to : `${to} (${dev})`, piece: `"dst":"${to}"`}));
	const fromAddresses = links
		.filter(({name}) => !ownLink.test(name))
		.flatMap(({name, addresses}) =>
			addresses
				.filter(({local}) => inside(local))
				.map(({local, prefixlen}) => ({what: `${local}/${prefixlen} (${name})`, piece: `"local":"${local}"`})),
		);
	return [...fromRoutes, ...fromAddresses];
}

const rangeJudgement = (
	range: string,
	{routes, links}: {readonly routes: readonly Route[]; readonly links: readonly Link[]},
	words: {
		readonly free: (range: string) => string;
		readonly clash: (range: string, others: readonly string[]) => string;
		readonly note: string;
	},
	nodes: Reading<readonly Node[]>,
): Finding => {
	const around = new Set(nodes.known ? nodes.value.map(({internalIp}) => internalIp) : []);
	const others = clashes(range, routes, links, around);
	return others.length === 0
		? {result: 'pass', found: words.free(range), shows: ['"dst":']}
		: {
				result: 'fail',
				found: words.clash(range, [...new Set(others.map(({what}) => what))]),
				shows: others.map(({piece}) => piece),
				remedy: {commands: [], note: words.note},
			};
};

export const network = [
	defineCheck({
		id: 'default-route',
		group: 'network',
		needs: ['routes'],
		judge({routes}, {words}) {
			const defaults = defaultRoutes(routes);
			const devs = [...new Set(defaults.map(({dev}) => dev ?? '?'))];
			const [route] = defaults;
			const shows = ['"dst":"default"'];
			if (!route) return {result: 'fail', found: words.none, shows, remedy: {commands: [], note: words.note}};
			return devs.length === 1
				? {result: 'pass', found: words.found(route.dev ?? '?', route.via ?? ''), shows}
				: {result: 'warn', found: words.several(devs), shows, remedy: {commands: [], note: words.severalNote}};
		},
	}),
	defineCheck({
		id: 'first-address',
		group: 'network',
		needs: ['links', 'routes'],
		judge({links, routes}, {words}) {
			const first = firstAddress(links);
			const dev = defaultRoutes(routes)[0]?.dev ?? undefined;
			const remedy = {commands: [], note: words.note};
			if (!first) return {result: 'fail', found: words.none, remedy};
			const {address, name} = first;
			const shows = [`"local":"${address.local}"`, '"dst":"default"'];
			return dev === undefined || dev === name
				? {result: 'pass', found: words.found(address.local, name), shows}
				: {result: 'warn', found: words.other(address.local, name, dev), shows, remedy};
		},
	}),
	defineCheck({
		id: 'address-dynamic',
		group: 'network',
		needs: ['links', 'routes'],
		judge({links, routes}, {words}) {
			const dev = defaultRoutes(routes)[0]?.dev;
			const address = dev ? addressOf(links, dev) : firstAddress(links)?.address;
			if (!address) return {result: 'skip', found: words.none};
			const shows = [`"local":"${address.local}"`];
			return address.dynamic
				? {result: 'warn', found: words.dynamic(address.local), shows, remedy: {commands: [], note: words.note}}
				: {result: 'pass', found: words.fixed(address.local), shows};
		},
	}),
	defineCheck({
		id: 'node-address',
		group: 'network',
		needs: ['links'],
		may: ['nodes', 'hostname'],
		judge({links}, {readings: {nodes, hostname}, words, text}) {
			if (!nodes.known) {
				return nodes.unknown.reason === 'not-running' || nodes.unknown.reason === 'not-installed'
					? {result: 'skip', found: words.notYet}
					: cannotTell(nodes.unknown, text);
			}

			const isHere = (address: string | null | undefined): boolean =>
				links.some(({addresses}) => addresses.some(({local}) => local === address));
			// Which of several is this host its name tells, else its address; a controller alone is none of them.
			const own =
				ownNode(nodes.value, hostname.known ? hostname.value : null) ??
				nodes.value.find(({internalIp}) => isHere(internalIp));
			const address = own?.internalIp;
			if (!address) return {result: 'skip', found: words.notYet};
			const here = isHere(address);
			return here
				? {result: 'pass', found: words.found(address), shows: [`"${address}"`]}
				: {
						result: 'fail',
						found: words.gone(address),
						shows: [`"${address}"`],
						remedy: {commands: [], note: words.note},
					};
		},
	}),
	defineCheck({
		id: 'pod-range',
		group: 'network',
		needs: ['links', 'routes', 'configRanges'],
		may: ['nodes'],
		judge: (facts, {readings: {nodes}, options, words}) =>
			rangeJudgement(rangesOf(options, facts.configRanges).podCidr, facts, words, nodes),
	}),
	defineCheck({
		id: 'service-range',
		group: 'network',
		needs: ['links', 'routes', 'configRanges'],
		may: ['nodes'],
		judge: (facts, {readings: {nodes}, options, words}) =>
			rangeJudgement(rangesOf(options, facts.configRanges).serviceCidr, facts, words, nodes),
	}),
	defineCheck({
		id: 'resolv-conf',
		group: 'network',
		needs: ['resolvConf'],
		may: ['resolvedConf', 'unitFile', 'otherResolvConfs'],
		judge({resolvConf}, {readings: {resolvedConf, unitFile, otherResolvConfs}, words}) {
			const {nameservers} = resolvConf;
			const shows = ['nameserver'];
			if (hasNoServer(resolvConf, resolvedConf.known ? (resolvedConf.value ?? undefined) : undefined)) {
				return nameservers.length === 0
					? {result: 'fail', found: words.none, remedy: {commands: [], note: words.noneNote}}
					: {result: 'fail', found: words.noneBehind, shows, remedy: {commands: [], note: words.noneBehindNote}};
			}

			const loop = loopServer(resolvConf);
			if (loop !== undefined) {
				const unit = unitFile.known ? unitFile.value : null;
				const given = kubeletResolvConf(unit);
				if (given !== undefined && given !== '/etc/resolv.conf')
					return {result: 'pass', found: words.given(loop, given), shows: [...shows, '--resolv-conf']};
				const [there] = otherResolvConfs.known ? otherResolvConfs.value : [];
				const note = there === undefined ? words.note : words.noteThere(there);
				return {
					result: 'warn',
					found: words.loop(loop),
					shows,
					remedy: {commands: [], note: unit === null ? note : `${note} ${words.noteInstalled}`},
				};
			}

			const found = isStub(resolvConf) ? words.stub : words.found(nameservers);
			return {result: 'pass', found, shows};
		},
	}),
	defineCheck({
		id: 'ipv6',
		group: 'network',
		needs: ['sysctls'],
		judge({sysctls}, {words}) {
			const off = sysctls.get('net.ipv6.conf.all.disable_ipv6');
			const found = off === undefined ? words.absent : off === '1' ? words.off : words.on;
			return {result: 'pass', found, shows: ['disable_ipv6']};
		},
	}),
	defineCheck({
		id: 'forwarding',
		group: 'network',
		needs: ['sysctls'],
		may: ['controllerUnit', 'clock', 'k0sProcesses', 'sysctlFiles', 'ownSysctlFiles'],
		judge({sysctls}, {readings, words, text}) {
			const {controllerUnit, clock, k0sProcesses} = readings;
			// k0s turns them on in the middle of its start; its pods need them also while it is stopped.
			const up = controllerUnit.known && controllerUnit.value.activeState === 'active';
			const pods = (podsOf({k0sProcesses}) ?? 0) > 0;
			const runs = (up && !isYoung(controllerUnit, clock)) || (!up && pods);
			const shows = ['net.ipv4.ip_forward', 'bridge-nf-call-iptables'];
			const turnOn = (name: string, topic: string) =>
				settingRemedy({name, value: '1', before: sysctls.get(name) ?? '0', topic, note: words.note}, readings, text);

			const on = sysctls.get(forward) === '1';
			const bridged = sysctls.get(bridgeCalls);
			if (runs && !on)
				return {result: 'fail', found: up ? words.off : words.offPods, shows, remedy: turnOn(forward, 'forwarding')};
			if (runs && bridged === '0') {
				return {result: 'fail', found: words.bridgeOff, shows, remedy: turnOn(bridgeCalls, 'bridge')};
			}

			if (runs && bridged === undefined) {
				const remedy = fix(words.moduleNote, [loadModule('br_netfilter')], [], true);
				return {result: 'warn', found: words.noModule, shows, remedy};
			}

			return {result: 'pass', found: on ? words.on : words.offYet, shows};
		},
	}),
	defineCheck({
		id: 'inotify',
		group: 'resources',
		needs: ['sysctls'],
		may: ['sysctlFiles', 'ownSysctlFiles'],
		judge({sysctls}, {readings, words, text}) {
			const count = sysctls.get(instances);
			if (count === undefined) return {result: 'skip', found: words.absent};
			const few = Number(count) < leastInotify;
			return {
				result: few ? 'warn' : 'pass',
				found: words.found(count),
				shows: ['max_user_instances'],
				...(few
					? {
							remedy: settingRemedy(
								{
									name: instances,
									value: '8192',
									before: count,
									topic: 'inotify',
									note: words.note,
									least: leastInotify,
								},
								readings,
								text,
							),
						}
					: {}),
			};
		},
	}),
];

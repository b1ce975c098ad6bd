import type {Moment} from '../moment.js';
import type {SecondNode} from '../faults.js';
import {secondNode, tunnel} from '../seed/second-node.js';
import {bridgeAt, hostLinks, type SimulatedLink} from './links.js';

export type SimulatedRoute = {
	type: 'unicast' | 'local' | 'broadcast' | 'multicast';
	to: string;
	via: string | null;
	dev: string;
	table: 'main' | 'local';
	protocol: 'kernel' | 'dhcp' | 'bird' | '17' | null;
	scope: 'link' | 'host' | null;
	source: string | null;
	metric: number | null;
	family: 4 | 6;
};

/** The routes that the kernel makes for a namespace's links, and its default route. */
export function routesOf(links: readonly SimulatedLink[]): SimulatedRoute[] {
	const base = {via: null, metric: null, source: null, scope: null, protocol: 'kernel', type: 'unicast'} as const;
	const main: SimulatedRoute[] = [];
	const local: SimulatedRoute[] = [];
	const six: SimulatedRoute[] = [];
	const six6: SimulatedRoute[] = [];
	for (const link of links) {
		for (const address of link.addresses) {
			const dev = link.name;
			if (address.family === 'inet6') {
				if (link.kind !== 'loopback') {
					const metric = address.words.startsWith('noprefix') ? 1024 : 256;
					six.push({...base, to: 'fe80::/64', dev, table: 'main', metric, family: 6});
					six6.push({...base, type: 'multicast', to: 'ff00::/8', dev, table: 'local', metric: 256, family: 6});
				}

				six6.push({...base, type: 'local', to: address.local, dev, table: 'local', metric: 0, family: 6});
				continue;
			}

			const {local: source, lease} = address;
			const four = {...base, dev, source, family: 4} as const;
			if (link.kind === 'loopback') {
				local.push({...four, type: 'local', to: '127.0.0.0/8', table: 'local', scope: 'host'});
			} else {
				const metric = lease === null ? null : 100;
				main.push({
					...four,
					to: `${source.replace(/\d+$/, '0')}/${address.length}`,
					table: 'main',
					scope: 'link',
					metric,
				});
			}

			local.push({...four, type: 'local', to: source, table: 'local', scope: 'host'});
			const broadcast = address.broadcast ?? '127.255.255.255';
			local.push({...four, type: 'broadcast', to: broadcast, table: 'local', scope: 'link'});
		}
	}

	const byNumber = (a: SimulatedRoute, b: SimulatedRoute): number => number(a.to) - number(b.to);
	return [...defaultRoute(links), ...main.sort(byNumber), ...local.sort(byNumber), ...six, ...six6];
}

/** Those of the host, with the one that leads to the second node's pods. */
export function hostRoutes(moment: Moment): SimulatedRoute[] {
	const [first, ...others] = routesOf(hostLinks(moment));
	const far = bridgeAt(moment) === null ? [] : farRoute(moment.faults.secondNode);
	return first === undefined ? far : [first, ...far, ...others];
}

function farRoute(way: SecondNode | undefined): SimulatedRoute[] {
	const common = {
		type: 'unicast',
		to: secondNode.podCidr,
		table: 'main',
		source: null,
		metric: null,
		family: 4,
	} as const;
	if (way === 'bird') return [{...common, via: secondNode.address, dev: 'enp1s0', protocol: 'bird', scope: null}];
	if (way === 'ipip') return [{...common, via: null, dev: tunnel.name, protocol: '17', scope: 'link'}];
	return [];
}

function defaultRoute(links: readonly SimulatedLink[]): SimulatedRoute[] {
	const uplink = links.find(({addresses}) => addresses.some(({lease}) => lease !== null));
	const pod = links.find(({name}) => name === 'eth0');
	const common = {type: 'unicast', to: 'default', table: 'main', scope: null, family: 4} as const;
	if (uplink) {
		const source = uplink.addresses[0]?.local ?? null;
		return [{...common, via: '192.168.122.1', dev: uplink.name, protocol: 'dhcp', source, metric: 100}];
	}

	return pod ? [{...common, via: '10.244.0.1', dev: pod.name, protocol: null, source: null, metric: null}] : [];
}

function number(address: string): number {
	return address
		.replace(/\/.*$/, '')
		.split('.')
		.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** `ip route show`, without the trailing blanks that iproute2 leaves. */
export function routeText(route: SimulatedRoute, withTable: boolean): string {
	return [
		route.type === 'unicast' ? '' : `${route.type} `,
		route.to,
		route.via === null ? '' : ` via ${route.via}`,
		` dev ${route.dev}`,
		withTable && route.table === 'local' ? ' table local' : '',
		route.protocol === null ? '' : ` proto ${route.protocol}`,
		route.scope === null ? '' : ` scope ${route.scope}`,
		route.source === null ? '' : ` src ${route.source}`,
		route.metric === null ? '' : ` metric ${route.metric}`,
		route.family === 6 ? ' pref medium' : '',
	].join('');
}

/** One element of `ip -j route show`. */
export function routeJson(route: SimulatedRoute): Record<string, unknown> {
	return {
		...(route.type === 'unicast' ? {} : {type: route.type}),
		dst: route.to,
		...(route.via === null ? {} : {gateway: route.via}),
		dev: route.dev,
		...(route.table === 'main' ? {} : {table: route.table}),
		...(route.protocol === null ? {} : {protocol: route.protocol}),
		...(route.scope === null ? {} : {scope: route.scope}),
		...(route.source === null ? {} : {prefsrc: route.source}),
		...(route.metric === null ? {} : {metric: route.metric}),
		flags: [],
		...(route.family === 6 ? {pref: 'medium'} : {}),
	};
}

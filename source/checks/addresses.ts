import type {Address, Link, Route} from '../facts/network.js';

/** IPv4 default routes of the main table that may be taken, the one that is first. */
export const defaultRoutes = (routes: readonly Route[]): readonly Route[] =>
	routes
		.filter(
			({to, table, type, via, family, odd}) =>
				to === 'default' &&
				table === 'main' &&
				type === 'unicast' &&
				(family ?? (via?.includes(':') ? 6 : 4)) === 4 &&
				odd?.includes('dead') !== true,
		)
		.toSorted((a, b) => (a.metric ?? 0) - (b.metric ?? 0));

/** The first global IPv4 address of a link. */
export const addressOf = (links: readonly Link[], name: string): Address | undefined =>
	links.find(link => link.name === name)?.addresses.find(isGlobal4);

const isGlobal4 = ({family, scope}: Address): boolean => family === 'inet' && scope === 'global';

/** Links that k0s itself passes over when it looks for its address (k0s 1.34 to 1.36). Docker's and VPNs' are not. */
const passedOver = /^(lo$|vxlan\.calico$|kube-bridge$|dummyvip0$|veth|cali)/;

/** The address that k0s will take for the API server and etcd: the first in the order of interfaces. */
export function firstAddress(links: readonly Link[]): {readonly name: string; readonly address: Address} | undefined {
	for (const {name, addresses} of links) {
		const address = addresses.find(isGlobal4);
		if (address && !passedOver.test(name)) return {name, address};
	}

	return undefined;
}

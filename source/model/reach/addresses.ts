import {isV6} from '../cluster-addresses.js';
import type {ReachWorld} from './facts.js';

/** This node's own addresses, the one of the default route first. */
export function ownAddresses({walker, topology}: Pick<ReachWorld, 'walker' | 'topology'>): readonly string[] {
	const {routing} = walker;
	const byRoute = [
		routing.sourceFor('1.1.1.1', routing.routeTo('1.1.1.1')?.dev ?? null),
		routing.sourceFor('2001:4860:4860::8888', routing.routeTo('2001:4860:4860::8888')?.dev ?? null),
	].filter(address => address !== null);
	const others = (topology.known ? topology.value.links : [])
		.filter(({kind, name}) => name !== 'lo' && kind !== 'bridge' && kind !== 'veth')
		.flatMap(({addresses}) => addresses.filter(({scope}) => scope === 'global').map(({local}) => local));
	return [...new Set([...byRoute, ...others])];
}

/** The first address of each family of these; where it has none of them, the first. */
export function firstOfEach(addresses: readonly string[], families: ReadonlySet<boolean>): readonly string[] {
	const first = [...families].flatMap(v6 => addresses.find(address => isV6(address) === v6) ?? []);
	return first.length > 0 ? first : addresses.slice(0, 1);
}

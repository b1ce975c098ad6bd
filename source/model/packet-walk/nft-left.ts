import type {Family} from '../../facts/packet-filter.js';
import type {Never} from './never.js';
import type {Routing} from './route.js';

/**
 * What an expression of `nft -j` gives for a packet. `absent`: the packet has no such field, so that the rule does not
 * apply (an IPv6 field of an IPv4 packet, a tcp port of udp). `unread`: not known.
 */
export type Left =
	| {readonly kind: 'value'; readonly value: string | number | boolean}
	| {readonly kind: 'flags'; readonly value: readonly string[]}
	| {readonly kind: 'list'; readonly values: readonly Left[]}
	/** A device that a route leads to; null: none. Compared with its name, or with whether there is one. */
	| {readonly kind: 'device'; readonly value: string | null}
	/** One of these, which is not known. */
	| {readonly kind: 'one-of'; readonly values: readonly string[]}
	/** A field of bits of which none is set: no value is equal to it. */
	| {readonly kind: 'none'}
	| {readonly kind: 'absent'}
	| {readonly kind: 'unread'};

/** What a value may rest on beside the packet. `hook`: of the base chain that leads to the rule; `family`: of its table. */
export type Asked = {
	readonly routing: Routing;
	readonly hook?: string | null;
	readonly family?: Family;
	readonly never?: Never;
};

import {addressIn, parseCidr} from '../cidr.js';

/** What pods must be able to do behind a firewall. */
export type Question =
	/** Reach a port of this host: `6443/tcp`. */
	| {readonly kind: 'port'; readonly port: string}
	/** Reach addresses beyond this host. */
	| {readonly kind: 'outside'}
	/** Reach each other over the bridge. */
	| {readonly kind: 'pods'};

export type Pods = {
	/** `10.244.0.0/16`. */
	readonly cidr: string;
	/** `kube-bridge`. */
	readonly bridge: string;
	/** The interface of the default route; null: none. */
	readonly outward: string | null;
};

/** What keeps pods from something. */
export type Blocker =
	| {readonly kind: 'zone' | 'policy'; readonly name: string}
	/** A rule given past the zones (`--direct`), in its own words. */
	| {readonly kind: 'direct'; readonly text: string}
	/** A rule of firewalld's table, as the kernel has it. */
	| {readonly kind: 'rule'; readonly chain: string; readonly text: string};

/** `by`: what decided; null: not known. */
export type Said = {readonly answer: 'yes' | 'no' | 'perhaps'; readonly by: Blocker | null};

/** Stands for every address beyond this host (RFC 5737: nobody has it). */
export const outsideAddress = '198.51.100.1';

/** The address so many after the first of the pod range (`addressIn`). */
export function podAddress({cidr}: Pods, offset: number): string {
	const range = parseCidr(cidr);
	return range ? addressIn(range, offset) : '0.0.0.0';
}

export const otherPod = (pods: Pods): string => podAddress(pods, 3);

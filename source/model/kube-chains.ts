import {createHash} from 'node:crypto';
import type {Family, Owner} from '../facts/packet-filter.js';

/** Names that kube-proxy, kube-router and the kubelet give to chains (kube-proxy 1.30, kube-router 2.6). */

/** `namespace/name:portName`, without the colon when the port has no name. */
export const serviceKey = (namespace: string, name: string, portName: string | null): string =>
	portName ? `${namespace}/${name}:${portName}` : `${namespace}/${name}`;

/** The 16 characters of a service's chains: base32 of sha256 over its key and protocol (`tcp`). */
export const serviceHash = (key: string, protocol: string): string => hash16(key + protocol.toLowerCase());

/** `KUBE-SEP-…` of an endpoint `10.244.0.6:80`. */
export const endpointChain = (key: string, protocol: string, address: string): string =>
	`KUBE-SEP-${hash16(key + protocol.toLowerCase() + address)}`;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The first 16 characters of RFC 4648 base32 of a sha256. */
function hash16(text: string): string {
	const digest = createHash('sha256').update(text).digest();
	let out = '';
	let value = 0;
	let bits = 0;
	for (const byte of digest.subarray(0, 10)) {
		value = ((value << 8) | byte) & 0xff_ff;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			out += alphabet[(value >>> bits) & 31] ?? '';
		}
	}

	return out;
}

/** Prefixes of chains whose name ends in a hash. */
/** `XLB`: what EXT and SVL were in one, before Kubernetes 1.24. */
export type HashedKind = 'SVC' | 'SVL' | 'EXT' | 'XLB' | 'FW' | 'SEP' | 'POD-FW' | 'NWPLCY';

const kinds: ReadonlySet<string> = new Set<HashedKind>(['SVC', 'SVL', 'EXT', 'XLB', 'FW', 'SEP', 'POD-FW', 'NWPLCY']);

export type HashedChain = {readonly kind: HashedKind; readonly hash: string};

const base32 = /^[A-Z2-7]{16}$/;

/** `KUBE-`, a kind, `-`, 16 characters of base32. Asked for every rule of a host: a pattern for all of it takes longer. */
export function hashedChain(name: string): HashedChain | undefined {
	const split = name.length - 17;
	if (split < 7 || !name.startsWith('KUBE-') || name.charCodeAt(split) !== 0x2d) return undefined;
	const kind = name.slice(5, split);
	if (!kinds.has(kind)) return undefined;
	const hash = name.slice(split + 1);
	return base32.test(hash) ? {kind: kind as HashedKind, hash} : undefined;
}

/** A chain that exists only to be missed: who made it learns by it that somebody flushed the rules. Empty by design. */
export const isCanary = (name: string): boolean => canaries.has(name);

const canaries: ReadonlySet<string> = new Set(['KUBE-KUBELET-CANARY', 'KUBE-PROXY-CANARY', 'KUBE-IPTABLES-HINT']);

const routers = ['ROUTER-', 'POD-FW-', 'NWPLCY-'];

/** Who wrote a chain, told by its name; null when the name tells nothing. */
export function chainOwner(name: string): Owner {
	if (name.startsWith('KUBE-')) {
		// Asked for 40,000 names: most begin with another letter.
		if ('RPN'.includes(name.charAt(5)) && routers.some(prefix => name.startsWith(prefix, 5))) return 'kube-router';
		if (name === 'KUBE-KUBELET-CANARY' || name === 'KUBE-IPTABLES-HINT') return 'kubelet';
		// Both the kubelet and kube-proxy write it.
		return name === 'KUBE-FIREWALL' ? 'kubernetes' : 'kube-proxy';
	}

	if (name.startsWith('CNI-')) return 'cni';
	if (name.startsWith('cali-')) return 'calico';
	if (name.startsWith('DOCKER')) return 'docker';
	if (name.startsWith('LIBVIRT_')) return 'libvirt';
	return null;
}

const tableOwners: ReadonlyArray<readonly [RegExp, Owner]> = [
	[/^firewalld$/, 'firewalld'],
	[/^kube-proxy$/, 'kube-proxy'],
	[/^kube-router-/, 'kube-router'],
	[/^libvirt/, 'libvirt'],
	[/^docker/, 'docker'],
	[/^calico/, 'calico'],
	[/^k0s_tui_/, 'k0s-tui'],
];

const kubernetes: ReadonlySet<Owner> = new Set<Owner>(['kube-proxy', 'kube-router', 'kubelet', 'kubernetes']);

/**
 * Who wrote a table: by its name, else by the chains in it, canaries aside. Several owners of Kubernetes together are
 * `kubernetes`; with others among them nobody owns the table.
 */
export function tableOwner(_family: Family, name: string, chains: Iterable<string>): Owner {
	const named = tableOwners.find(([pattern]) => pattern.test(name));
	if (named) return named[1];
	const owners = new Set<Owner>();
	let canaries = false;
	for (const chain of chains) {
		if (isCanary(chain)) canaries = true;
		else owners.add(chainOwner(chain));
	}

	owners.delete(null);
	const [first] = owners;
	if (first === undefined) return canaries ? 'kubernetes' : null;
	if (owners.size === 1) return first;
	return [...owners].every(owner => kubernetes.has(owner)) ? 'kubernetes' : null;
}

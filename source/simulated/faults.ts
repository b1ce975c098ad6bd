import type {BrokenId} from './seed/broken.js';

/** How packets get to the pods of the second node. */
export type SecondNode = 'bird' | 'ipip' | 'none';

/** What goes wrong on the simulated host: switches for tests. All off unless given. */
export type Faults = {
	/** These images (substring of the reference) cannot be pulled; true: none can. */
	readonly imagePull?: true | readonly string[];
	/** Pods in the namespace `broken`, each broken in its way. */
	readonly broken?: readonly BrokenId[];
	/** The controller exits 1 with these words; systemd tries again every 10 s. */
	readonly startCrash?: string;
	/**
	 * `times-out`: a stop takes longer than systemd waits: k0s is killed, the unit fails, and its children live on. `fails`: it
	 * ends with exit 1, as during start-up, and the unit fails.
	 */
	readonly stop?: 'times-out' | 'fails' | 'refused';
	/**
	 * Any k0s but 1.34.1: `rejects` this host in its sysinfo, `crashes` at its start, or starts and is `unready`: coredns never gets
	 * ready. `unnamed`: its file says another version once it is in its place.
	 */
	readonly newVersion?: 'rejects' | 'crashes' | 'unready' | 'unnamed';
	/** Nothing is renamed to the place of k0s any more. */
	readonly rename?: 'fails';
	/** `k0s backup` fails, packs no snapshot, or writes half an archive. */
	readonly backup?: 'fails' | 'empty' | 'cut';
	/** `k0s restore` ends in the middle. */
	readonly restore?: 'fails';
	/** Of a controller elsewhere: its API does not know the token any more, or a firewall drops what is sent to it. */
	readonly join?: 'expired' | 'closed';
	/** The download ends with curl's 404, is cut short, or arrives with other bytes than its checksum says. */
	readonly download?: 'not-found' | 'cut' | 'corrupt';
	/** Kernel modules whose files are not there (EL10 without kernel-modules-extra). */
	readonly missingModules?: readonly string[];
	/** The kernel has nfacct counters, and kube-proxy uses them. The guide's had none: its rules show it. */
	readonly nfacct?: true;
	/**
	 * What pods send does not arrive: `service`: to a cluster IP; `dns`: to the cluster's DNS, `dns-wrong`: that knows no name,
	 * `dns-stale`: or answers with another address; `node`: to an address of a node.
	 */
	readonly fromPod?: 'service' | 'dns' | 'dns-wrong' | 'dns-stale' | 'node';
	/**
	 * A second node, node2 (192.168.122.162), whose pods are reached by a route that BGP made (`bird`), through an IPIP tunnel of
	 * kube-router (`ipip`), or by no route of their own (`none`).
	 */
	readonly secondNode?: SecondNode;
	/** firewalld 1.3.3 (Debian 12): its reload flushes all tables. The stock 2.3.1 does that only where a direct rule is. */
	readonly firewalld?: '1.3.3';
};

export function pullFails(faults: Faults, image: string): boolean {
	const {imagePull} = faults;
	return imagePull === true || (imagePull?.some(part => image.includes(part)) ?? false);
}

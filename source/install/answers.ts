import {firewallProfiles, type FirewallProfile} from '../model/firewall.js';
import {hostnameFaults, longestHostname} from '../model/hostname.js';
import {readNodeAddresses} from '../model/node-addresses.js';
import {isReleaseTag} from '../model/release.js';
import {roles, type Role} from './role.js';
import {isSystemFolder} from '../model/system-folder.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';

/** What a person decides about an install. Undefined: as the host is, or as k0s does by itself. */
export type InstallAnswers = {
	readonly profile: FirewallProfile;
	readonly hostname: string | undefined;
	/** Of the profiles `article` and `multi-node`; else the default route's, and of each node the one that leads to it. */
	readonly interface: string | undefined;
	/** Of the profile `multi-node`: addresses and networks of the other nodes, as `readNodeAddresses` gives them. */
	readonly nodes?: readonly string[] | undefined;
	/** `stable`, or a release tag: `v1.34.1+k0s.0`. */
	readonly version: string;
	/** Fetch the release, or run the guide's get.k0s.sh to fetch it. Verified alike. */
	readonly way: 'release' | 'script';
	/** A k0s on disk, with its release's sha256sums.txt beside it: nothing is fetched. */
	readonly binary: string | undefined;
	/** Images for a host without a registry. */
	readonly airgapBundle: string | undefined;
	/** `--single` instead of `--enable-worker --no-taints`. */
	readonly single: boolean;
	/** What this host is to its cluster; left out: `single`. */
	readonly role?: Role | undefined;
	/** The file with the join token, for a worker or for one more controller. Its path alone is ever kept. */
	readonly tokenFile?: string | undefined;
	readonly config: string | undefined;
	readonly dataDir: string | undefined;
	/** Seconds until the guard undoes a firewall trial that nobody confirmed. */
	readonly confirmWait: number;
	/** Seconds that a started cluster may take until it is healthy. */
	readonly wait: number;
};

export const defaultAnswers: InstallAnswers = {
	profile: 'single-node',
	hostname: undefined,
	interface: undefined,
	version: 'stable',
	way: 'release',
	binary: undefined,
	airgapBundle: undefined,
	single: false,
	config: undefined,
	dataDir: undefined,
	wait: 600,
	confirmWait: 120,
};

/** A label's value in Kubernetes: the node carries its name as one. */
const longestLabelValue = 63;

/** What is wrong with a wanted host name, in one sentence; undefined: it is good. hostnamectl itself refuses nothing. */
export function refuseHostname(name: string, text: Text): string | undefined {
	const words = text.install.bad;
	const [fault] = hostnameFaults(name);
	if (fault !== undefined) return words.hostname[fault] ?? fault;
	return name.length > Math.min(longestLabelValue, longestHostname) ? words.hostname['too-long'] : undefined;
}

/** A kernel's interface name: firewalld itself takes any word. */
export const refuseInterface = (name: string, text: Text): string | undefined =>
	/^(?!\.{1,2}$)[\w.@-]{1,15}$/.test(name) && !name.startsWith('-') ? undefined : text.install.bad.interface;

export const refuseVersion = (version: string, text: Text): string | undefined =>
	version === 'stable' || isReleaseTag(version) ? undefined : text.install.bad.version;

export const refuseProfile = (name: string): string | undefined =>
	firewallProfiles.some(profile => profile === name) ? undefined : firewallProfiles.join(', ');

/** Of a list of other nodes; undefined: it is good. */
export function refuseNodes(typed: string, text: Text): string | undefined {
	const read = readNodeAddresses(typed);
	if ('nodes' in read) return undefined;
	return text.install.bad.nodes[read.fault]?.(visible(read.at).slice(0, 60), read.network ?? '') ?? read.fault;
}

export const nodesOf = (typed: string): readonly string[] => {
	const read = readNodeAddresses(typed);
	return 'nodes' in read ? read.nodes : [];
};

export const refuseRole = (name: string): string | undefined =>
	roles.some(role => role === name) ? undefined : roles.join(', ');

export const refusePath = (path: string, text: Text): string | undefined =>
	path.startsWith('/') && !/[\u0000-\u001F\u007F]/.test(path) ? undefined : text.install.bad.path;

/** Of k0s's data folder: a reset deletes it with all that is in it. */
export const refuseDataDir = (path: string, text: Text): string | undefined =>
	refusePath(path, text) ?? (isSystemFolder(path) ? text.install.steps.preflight.dataFolder : undefined);

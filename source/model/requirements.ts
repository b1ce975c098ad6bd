import type {Disk, Mount, ResolvConf} from '../facts/host.js';

/** What a host must have, for the checks and for the pre-flight of an install: one judgement, one set of limits. */

const mebibyte = 1024 * 1024;
/** A server of 1 GiB shows less: the kernel keeps some for itself. Below it the control plane does not come up. */
export const leastMemory = 900 * mebibyte;
export const leastWorkerMemory = 450 * mebibyte;
export const easyMemory = 1800 * mebibyte;
/** k0s's own check asks for 1.8 GiB for a controller that is a worker. */
export const leastDisk = 2_000_000_000;
/** Percent. The kubelet takes no pods where less of its images' file system is free. */
export const leastShare = 15;
/** Per cent free from which on it is near: a few images more, and the kubelet begins. */
const nearShare = 20;
export const leastInodes = 100_000;
export const leastInodeShare = 5;

/** k0s 1.34.1 has 267 MiB; newer ones grow. */
const largestProgram = 300 * mebibyte;
/** Beside a full binary: the list, the journal, and what else grows meanwhile. */
const programMargin = 16 * mebibyte;
/** Bytes that must be free where k0s is placed. `size`: of the release; null: not known. */
export const programNeeds = (size: number | null): number => (size ?? largestProgram) + programMargin;

/** Rounded down; of nothing nothing is free. */
export const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((part / whole) * 100));

/** `worker`: it has no control plane; k0s asks for half a gibibyte. */
export const memoryIsShort = (total: number, worker = false): boolean =>
	total < (worker ? leastWorkerMemory : leastMemory);
export const spaceIsShort = ({available}: Disk): boolean => available < leastDisk;
export const shareIsShort = ({available, size}: Disk): boolean => percent(available, size) < leastShare;
export const shareIsNear = ({available, size}: Disk): boolean => percent(available, size) < nearShare;
/** A file system that makes inodes as they are needed (btrfs, zfs) says 0. */
export const inodesAreShort = ({inodes, inodesFree}: Disk): boolean =>
	inodes > 0 && (inodesFree < leastInodes || percent(inodesFree, inodes) < leastInodeShare);

/** How the file system of a disk is mounted: the last mounted on that target, where several are. */
export const mountOf = (mounts: readonly Mount[], {target}: Disk): Mount | undefined =>
	mounts.findLast(mount => mount.target === target);

/** `ro`: nothing can be written; `noexec`: what k0s unpacks there cannot run. Undefined: neither. */
export function mountFault(mount: Mount | undefined): 'ro' | 'noexec' | undefined {
	const options = mount?.options ?? [];
	return options.includes('ro') ? 'ro' : options.includes('noexec') ? 'noexec' : undefined;
}

/** systemd-resolved's own addresses: it keeps the servers that it asks in another file. */
export const stubs: readonly string[] = ['127.0.0.53', '127.0.0.54'];

/** A server that is this host itself, and no stub that k0s works around: in a pod it is the pod. */
export const loopServer = ({nameservers}: ResolvConf): string | undefined =>
	nameservers.find(server => (server.startsWith('127.') || server === '::1') && !stubs.includes(server));

export const isStub = ({nameservers}: ResolvConf): boolean => nameservers.some(server => stubs.includes(server));

/**
 * No name server at all: CoreDNS ends with "plugin/forward: no nameservers found", again and again. `upstream`: what
 * systemd-resolved asks; undefined: not known, or not asked.
 */
export const hasNoServer = (conf: ResolvConf, upstream: ResolvConf | undefined): boolean =>
	conf.nameservers.length === 0 || (isStub(conf) && upstream?.nameservers.length === 0);

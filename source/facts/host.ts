/** Facts of the server itself, before and beside k0s. Sizes are bytes. */

/** /etc/os-release (os-release(5)). */
export type OsRelease = {
	readonly id: string;
	/** ID_LIKE: the families that it belongs to. */
	readonly like: readonly string[];
	readonly versionId: string | null;
	readonly prettyName: string;
};

/** `uname -srm`. */
export type Kernel = {readonly system: string; readonly release: string; readonly machine: string};

/** /proc/meminfo. */
export type Memory = {readonly total: number; readonly available: number | null; readonly swap: number};

/** One line of coreutils `df`. `inodes` 0: the file system makes them as it needs them (btrfs). */
export type Disk = {
	readonly source: string;
	readonly type: string;
	readonly size: number;
	/** Free to an ordinary user, as df and the kubelet count. */
	readonly available: number;
	readonly inodes: number;
	readonly inodesFree: number;
	readonly target: string;
};

export type Limit = {readonly soft: number; readonly hard: number};

export type Mount = {
	readonly source: string;
	readonly target: string;
	readonly type: string;
	readonly options: readonly string[];
};

/** A listening socket of `ss -Hltnup`. */
export type Listener = {
	readonly protocol: 'tcp' | 'udp';
	/** `*` for any address of both families. Scope (`%lo`) taken off. */
	readonly address: string;
	readonly port: number;
	/** Null: not shown (needs root, or a process of another namespace). */
	readonly processes: ReadonlyArray<{readonly name: string; readonly pid: number}> | null;
};

/** A firewalld zone, with the keys of `firewall-cmd --list-all`. */
export type Zone = {
	readonly name: string;
	/** Words behind the name: `active`, and `default` from firewalld 2.3 on. */
	readonly marks: readonly string[];
	/** `default` (reject what no rule allows), `ACCEPT`, `DROP`, `%%REJECT%%`. */
	readonly target: string;
	readonly interfaces: readonly string[];
	/** Addresses, networks, MAC addresses, `ipset:NAME`. */
	readonly sources: readonly string[];
	readonly services: readonly string[];
	/** `6443/tcp`, `30000-32767/tcp`. */
	readonly ports: readonly string[];
	readonly protocols: readonly string[];
	/** Packets between the zone's own interfaces and sources pass. False where the tool is too old to say. */
	readonly forward: boolean;
	readonly masquerade: boolean;
	readonly richRules: readonly string[];
	/** `port=2222:proto=tcp:toport=22:toaddr=`; left out where there is none. */
	readonly forwardPorts?: readonly string[];
	/** `1024-65535/tcp`: whoever sends from such a port is let in, whatever port he wants; left out where there is none. */
	readonly sourcePorts?: readonly string[];
	/** firewalld 2.0 and newer; left out where it is 0. The lowest is asked first, be it bound to a source or an interface. */
	readonly ingressPriority?: number;
	/** The same for the zone that a packet leaves by. */
	readonly egressPriority?: number;
};

/** What a server resolves names with. */
export type ResolvConf = {readonly nameservers: readonly string[]; readonly search: readonly string[]};

/** One line of /etc/hosts. */
export type HostsEntry = {readonly address: string; readonly names: readonly string[]};

/** `timedatectl show`; null where this version prints no such key. */
export type TimeSync = {
	readonly ntp: boolean | null;
	readonly synchronized: boolean | null;
	/** False: no time service is installed that could be turned on. */
	readonly can: boolean | null;
};

/** An X.509 certificate. Times: milliseconds since the epoch. `authority`: it signs others. */
export type Certificate = {
	readonly subject: string;
	readonly notBefore: number;
	readonly notAfter: number;
	readonly authority: boolean;
};

/** The same moment by two clocks, in milliseconds: since the epoch, and since the boot. */
export type UnitStart = {readonly wall: number; readonly mono: number};

/** A process of k0s: proved by its control group, its executable or its parent. */
export type K0sProcess = {
	readonly pid: number;
	/** Clock ticks since the boot (field 22 of /proc/PID/stat): with it the id names one process for ever. */
	readonly start: string;
	readonly parent: number;
	/** See `command/processes.ts`. */
	readonly kind: 'control-plane' | 'shim' | 'pod';
	/** Null: in no control group of a k0s service (the kubelet of cgroup v1, pods). */
	readonly unit: string | null;
	/** The file's name: `konnectivity-server`, where the kernel keeps only `konnectivity-se`. */
	readonly name: string;
};

/** A policy of firewalld (0.9 and newer): rules between zones, or from zones to this host. */
export type FirewallPolicy = {
	readonly name: string;
	readonly active: boolean;
	/** Below 0: asked before the zone, above 0: after it; the lowest first. */
	readonly priority: number;
	/** `CONTINUE`, `ACCEPT`, `REJECT`, `DROP`. */
	readonly target: string;
	/** Names of zones, `ANY`, `HOST`. */
	readonly ingress: readonly string[];
	readonly egress: readonly string[];
	readonly services: readonly string[];
	/** `6443/tcp`, `30000-32767/tcp`. */
	readonly ports: readonly string[];
	readonly protocols: readonly string[];
	readonly richRules: readonly string[];
	/** As in `Zone`. */
	readonly forwardPorts?: readonly string[];
	readonly sourcePorts?: readonly string[];
};

/** The words with which the next boot starts the kernel, file by file; `used`: the boot loader reads it. */
export type BootOptions = {
	readonly entries: ReadonlyArray<{readonly file: string; readonly words: readonly string[]; readonly used: boolean}>;
	/** False: some file was refused, so that a word may stand there. */
	readonly whole: boolean;
};

/** What somebody gave firewalld past its zones, in force now, as its lists print it: `ipv4 filter INPUT 0 -j ACCEPT`. */
export type DirectRules = {
	readonly rules: readonly string[];
	readonly chains: readonly string[];
	readonly passthroughs: readonly string[];
	/** How many more a reload brings (/etc/firewalld/direct.xml). */
	readonly written: number;
};

/** What a service of firewalld opens. `ports`: `22/tcp`; `includes`: services it takes along; `destinations`: it opens them for these only (`ipv4:224.0.0.251`). */
export type FirewallService = {
	readonly name: string;
	readonly ports: readonly string[];
	readonly protocols: readonly string[];
	readonly includes: readonly string[];
	readonly destinations: readonly string[];
	/** As in `Zone`. */
	readonly sourcePorts?: readonly string[];
};

/** An established connection that a process of sshd holds. Addresses without brackets and scope, IPv4-mapped ones as IPv4. */
export type SshSocket = {
	readonly address: string;
	readonly port: number;
	readonly peer: string;
	readonly peerPort: number;
	readonly pids: readonly number[];
};

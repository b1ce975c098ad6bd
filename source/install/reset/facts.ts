import {tokenPath} from '../kept-token.js';
import {previousVersion} from '../upgrade/previous.js';
import type {Unit} from '../../facts/cluster.js';
import {defaultDataDir, unitPath} from '../../command/k0s-paths.js';
import type {Shim} from '../../facts/cluster.js';
import type {Firewall} from '../../model/firewall.js';
import {isSystemFolder} from '../../model/system-folder.js';
import {type Entry} from '../../read/find.js';
import {type IpRule} from '../../read/ip/rule.js';
import {type Saved} from '../../read/iptables/save.js';
import {type TableHeads} from '../../read/nft/chains.js';
import {type Reading} from '../../facts/reading.js';
import {type K0sFacts} from '../../fact-table/k0s-facts.js';
import {type MachineFacts} from '../../fact-table/machine-facts.js';

/** Of one family: what iptables-save printed, and the tool that takes its rules away. */
export type XtRules = {readonly family: 'ip' | 'ip6'; readonly tool: string; readonly saved: Saved};

/** An account: name and home folder. */
export type Account = {readonly name: string; readonly home: string};

type Shared = Pick<MachineFacts, 'uid' | 'routes' | 'legacyTables' | 'mounts' | 'links'> &
	Pick<K0sFacts, 'k0sVersion' | 'openrc' | 'controllerUnit' | 'k0sProcesses'>;

export type ResetFacts = Shared & {
	/** A worker's own unit, also where a controller's is there too. */
	readonly workerUnit: Reading<Unit>;
	/** Those of `ownPaths` that are there. */
	readonly paths: Reading<readonly string[]>;
	/** The data folder, and where its link led. */
	readonly data: Reading<readonly DataFolder[]>;
	/** All that is in `sharedFolders`, with those folders. */
	readonly contents: Reading<readonly Entry[]>;
	/** When what is in shared places was made, milliseconds since the epoch; null: the file system does not tell. */
	readonly births: Reading<ReadonlyMap<string, number | null>>;
	/** Those of `besidePaths` that are there: what other container engines bring. */
	readonly beside: Reading<readonly string[]>;
	/** /etc/k0s/containerd.toml bears k0s's own mark; false also where there is none. */
	readonly managed: Reading<boolean>;
	/** Pods that run. */
	readonly shims: Reading<readonly Shim[]>;
	/** Of IPv4 and of IPv6. */
	readonly ipRules: readonly [Reading<readonly IpRule[]>, Reading<readonly IpRule[]>];
	/** The kubelet's control groups. */
	readonly groups: Reading<readonly Entry[]>;
	/** Kernel settings that k0s writes, by name. */
	readonly settings: Reading<ReadonlyMap<string, string>>;
	/** Modules of packet filters that are loaded, of `filterModules`. */
	readonly modules: Reading<readonly string[]>;
	readonly accounts: Reading<readonly Account[]>;
	readonly rules: readonly [Reading<XtRules>, Reading<XtRules>];
	readonly tables: Reading<readonly TableHeads[]>;
	readonly sets: Reading<readonly string[]>;
	readonly firewall: Reading<Firewall>;
};

/** `entries` null: not there. `inode` and `kind` as `stat` prints them, of a link its own. */
export type DataFolder = {
	readonly path: string;
	readonly entries: readonly string[] | null;
	readonly inode: number | null;
	readonly kind: string;
};

export type ResetAnswers = {
	/** k0s's data folder, where it is not its own. */
	readonly dataDir: string | undefined;
	/** What would undo the firewall steps of earlier runs, newest first. */
	readonly firewall: ReadonlyArray<readonly string[]>;
	/** The journal cannot be trusted: what earlier runs set in the firewall is not known. */
	readonly journalUnknown?: true;
	/** The kubelet's folder where it lies outside the data folder; null: it does not. */
	readonly kubeletRoot: string | null;
	/** When this k0s was installed, by our journal or its unit, milliseconds since the epoch; null: nothing says so. */
	readonly since: number | null;
	/** Units that bear the name of k0s's and start something else: their files, and what they start. */
	readonly foreignUnits?: ReadonlyArray<{readonly path: string; readonly line: string}>;
	/** Where the data folder, which is a link, leads; null: it is none. */
	readonly target: string | null;
	/** The pods' addresses: k0s's own range, and what its network configuration names. */
	readonly podRanges: readonly string[];
};

const binary = '/usr/local/bin/k0s';
/** The unit that `k0s install worker` writes. */
export const workerName = 'k0sworker.service';
export const unitFiles: readonly string[] = [unitPath, `/etc/systemd/system/${workerName}`];
/** A person's changes of these units: k0s makes none. */
export const dropIns: readonly string[] = [
	'/etc/systemd/system/k0scontroller.service.d',
	'/etc/systemd/system/k0sworker.service.d',
];
/** Where k0s keeps its data; a unit written by hand may name any folder, and one of the system is never taken away. */
export const dataFolders = ({dataDir}: ResetAnswers): readonly string[] => [
	...(dataDir === undefined || dataDir === defaultDataDir || isSystemFolder(dataDir) ? [] : [dataDir]),
	defaultDataDir,
];
/** What k0s-tui itself put there: programs that were replaced, and a join token that came by standard input. */
export const ownFiles = (): readonly string[] => [binary, '/usr/local/bin/.k0s.prev', tokenPath()];
/** Those, and programs that upgrades replaced, each by the name of its version. */
export const isOwnFile = (path: string): boolean => ownFiles().includes(path) || previousVersion(path) !== undefined;

import * as files from '../../command/files.js';
import * as ip from '../../command/ip.js';
import * as ipset from '../../command/ipset.js';
import * as iptables from '../../command/iptables.js';
import * as k0s from '../../command/k0s.js';
import * as leftovers from '../../command/leftovers.js';
import * as nft from '../../command/nft.js';
import type {Outcome} from '../../command/outcome.js';
import * as system from '../../command/system.js';
import * as systemd from '../../command/systemd.js';
import type {Unit} from '../../model/cluster.js';
import type {Firewall} from '../../model/firewall.js';
import type {Mount} from '../../model/host.js';
import type {Link} from '../../model/network.js';
import {isSystemFolder} from '../../model/system-folder.js';
import {readExisting, readFolder} from '../../read/file.js';
import {readAddresses} from '../../read/ip-address.js';
import {readIpsetSave} from '../../read/ipset-save.js';
import {readIptablesSave, type Saved} from '../../read/iptables-save.js';
import {readK0sVersion} from '../../read/k0s-version.js';
import {readMounts} from '../../read/mounts.js';
import {readNftChains, type TableHeads} from '../../read/nft-chains.js';
import {known, mapReading, notOk, type Reading} from '../../read/reading.js';
import {readUnit} from '../../read/systemctl-show.js';
import {readNumber} from '../../read/uname.js';
import {unitName, unitPath} from '../facts.js';
import {firewallFact, one, unasked} from '../one-fact.js';
import type {FactTable} from '../step.js';

/** Of one family: what iptables-save printed, and the tool that takes its rules away. */
export type XtRules = {readonly family: 'ip' | 'ip6'; readonly tool: string; readonly saved: Saved};

/** An account: name and home folder. */
export type Account = {readonly name: string; readonly home: string};

export type ResetFacts = {
	readonly user: Reading<number>;
	readonly unit: Reading<Unit>;
	readonly binary: Reading<string>;
	/** Those of `ownPaths` that are there. */
	readonly paths: Reading<readonly string[]>;
	/** Names in /etc/cni/net.d; null: no such folder. */
	readonly cni: Reading<readonly string[] | null>;
	readonly mounts: Reading<readonly Mount[]>;
	readonly accounts: Reading<readonly Account[]>;
	readonly links: Reading<readonly Link[]>;
	readonly rules: readonly [Reading<XtRules>, Reading<XtRules>];
	readonly tables: Reading<readonly TableHeads[]>;
	readonly sets: Reading<readonly string[]>;
	readonly firewall: Reading<Firewall>;
};

export type ResetAnswers = {
	/** k0s's data folder, where it is not its own. */
	readonly dataDir: string | undefined;
	/** What would take back the firewall steps of earlier runs, newest first. */
	readonly firewall: ReadonlyArray<readonly string[]>;
	/** Where what a person wrote is put instead of being deleted. */
	readonly backup: string;
};

export const defaultDataDir = '/var/lib/k0s';
const binary = '/usr/local/bin/k0s';
export const unitFiles: readonly string[] = [
	unitPath,
	'/etc/systemd/system/k0sworker.service',
	'/etc/systemd/system/k0scontroller.service.d',
	'/etc/systemd/system/k0sworker.service.d',
];
/** Where k0s keeps its data; a unit written by hand may name any folder, and one of the system is never taken away. */
export const dataFolders = ({dataDir}: ResetAnswers): readonly string[] => [
	...(dataDir === undefined || dataDir === defaultDataDir || isSystemFolder(dataDir) ? [] : [dataDir]),
	defaultDataDir,
];
/** Folders of k0s alone; its own data folder comes first. */
export const ownFolders = (answers: ResetAnswers): readonly string[] => [
	...dataFolders(answers),
	'/run/k0s',
	'/etc/k0s',
	'/opt/cni/bin',
	'/var/lib/cni',
	'/var/log/pods',
	'/var/log/containers',
	'/usr/libexec/k0s',
];
/** Written by a person: k0s itself makes none. */
export const ownConfig = '/etc/k0s/k0s.yaml';
export const ownFiles: readonly string[] = [binary, '/usr/local/bin/.k0s.prev'];

const accountNames = ['etcd', 'kube-apiserver', 'konnectivity-server', 'kube-scheduler'] as const;

type F = ResetFacts;
type A = ResetAnswers;

/** The first of these tools that is on the host. */
const firstThere = (outcomes: readonly Outcome[]): Outcome =>
	outcomes.find(({kind}) => kind !== 'not-found') ?? outcomes[0] ?? unasked;

const xtRules = (family: XtRules['family'], outcomes: readonly Outcome[]): Reading<XtRules> => {
	const outcome = firstThere(outcomes);
	const tool = (outcome.argv[0] ?? '').replace(/-save$/, '');
	return mapReading(readIptablesSave(outcome), saved => ({family, tool, saved}));
};

/** `getent passwd NAME…`: exit 2 says that not all of them exist. */
function readAccounts(outcome: Outcome): Reading<readonly Account[]> {
	const bad = outcome.kind === 'failed' && outcome.exit === 2 ? undefined : notOk(outcome);
	return (
		bad ??
		known(
			outcome.stdout.split('\n').flatMap(line => {
				const [name, , , , , home] = line.split(':');
				return name && home !== undefined ? [{name, home}] : [];
			}),
		)
	);
}

export const resetFacts: FactTable<F, A> = {
	user: one(system.userId(), readNumber),
	unit: one(systemd.showUnit(unitName), readUnit),
	binary: one(k0s.version(), readK0sVersion),
	paths: {
		commands: answers => [files.existing([...unitFiles, ownConfig, ...ownFolders(answers), ...ownFiles])],
		read: ([outcome]) => readExisting(outcome ?? unasked),
	},
	cni: one(files.listFolder('/etc/cni/net.d'), readFolder),
	mounts: one(files.readFile('/proc/self/mounts'), readMounts),
	accounts: one(leftovers.users(...accountNames), readAccounts),
	links: one(ip.addresses(), readAddresses),
	rules: {
		commands: () => [...iptables.saves(), ...iptables.saves6()],
		read: outcomes => [
			xtRules('ip', outcomes.slice(0, outcomes.length / 2)),
			xtRules('ip6', outcomes.slice(outcomes.length / 2)),
		],
	},
	tables: one(nft.chains(), readNftChains),
	sets: one(ipset.sets(), outcome => mapReading(readIpsetSave(outcome), sets => sets.map(({name}) => name))),
	firewall: firewallFact,
};

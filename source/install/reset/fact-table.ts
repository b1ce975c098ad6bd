import * as systemd from '../../command/systemd.js';
import {readUnit} from '../../read/systemctl-show.js';
import {k0sRunFolder} from '../../command/k0s-paths.js';
import {binaryFolder} from '../../command/download.js';
import * as files from '../../command/files.js';
import * as ip from '../../command/ip.js';
import * as ipset from '../../command/ipset.js';
import * as iptables from '../../command/iptables.js';
import * as leftovers from '../../command/leftovers.js';
import * as nft from '../../command/nft.js';
import type {Outcome} from '../../command/outcome.js';
import * as system from '../../command/system.js';
import {isAbsent, readExisting, readFolder, readText} from '../../read/file.js';
import {readBirths} from '../../read/births.js';
import {readFound} from '../../read/find.js';
import {readIpRules} from '../../read/ip/rule.js';
import {readIpsetSave} from '../../read/ipset-save.js';
import {readIptablesSave} from '../../read/iptables/save.js';
import {readNftChains} from '../../read/nft/chains.js';
import {known, mapReading, type Reading} from '../../facts/reading.js';
import {notOk} from '../../read/reading.js';
import {readShims} from '../../read/shims.js';
import {readSysctls} from '../../read/sysctl.js';
import {firewallFact} from '../../fact-table/firewall-facts.js';
import {askProcesses, k0sFacts} from '../../fact-table/k0s-facts.js';
import {machineFacts} from '../../fact-table/machine-facts.js';
import {one, unasked} from '../../fact-table/one-fact.js';
import type {FactTable} from '../../fact-table/fact.js';
import {besidePaths} from './beside.js';
import {agedFolders, sharedFolders} from './folders-left.js';
import {settingNames} from './kernel-left.js';
import {namespaceFolder} from './namespaces-left.js';
import {
	dataFolders,
	dropIns,
	isOwnFile,
	ownFiles,
	unitFiles,
	workerName,
	type Account,
	type DataFolder,
	type ResetAnswers,
	type ResetFacts,
	type XtRules,
} from './facts.js';

const accountNames = ['etcd', 'kube-apiserver', 'konnectivity-server', 'kube-scheduler'] as const;

const isNamespace = (path: string): boolean => path.startsWith(`${namespaceFolder}/`);

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

/** Where none of these is loaded, no rule and no set is in force. */
export const filterModules = ['/sys/module/ip_set', '/sys/module/nf_tables'] as const;

const lookedAt = (answers: ResetAnswers): readonly string[] => [
	...dataFolders(answers),
	...(answers.target === null ? [] : [answers.target]),
	...(answers.kubeletRoot === null ? [] : [answers.kubeletRoot]),
];

/** `stat` and `ls` of each, in turn. */
function readDataFolders(outcomes: readonly Outcome[], paths: readonly string[]): Reading<readonly DataFolder[]> {
	const folders: DataFolder[] = [];
	for (const [index, path] of paths.entries()) {
		const [what = unasked, inside = unasked] = outcomes.slice(index * 2, index * 2 + 2);
		const entries = readFolder(inside);
		const bad = isAbsent(what) ? undefined : notOk(what);
		if (bad) return bad;
		if (!entries.known) return entries;
		const [, inode, kind = ''] = /^(\d+) (.*)$/m.exec(what.stdout) ?? [];
		// A link that leads nowhere is there, and has nothing in it.
		const there = isAbsent(what) ? null : (entries.value ?? []);
		folders.push({path, entries: there, inode: inode === undefined ? null : Number(inode), kind});
	}

	return known(folders);
}

export const resetFacts: FactTable<F, A> = {
	uid: machineFacts.uid,
	routes: machineFacts.routes,
	legacyTables: machineFacts.legacyTables,
	mounts: machineFacts.mounts,
	links: machineFacts.links,
	k0sVersion: k0sFacts.k0sVersion,
	openrc: k0sFacts.openrc,
	controllerUnit: k0sFacts.controllerUnit,
	workerUnit: one(systemd.showUnit(workerName), readUnit),
	// By the data folder that the answers name: once k0s is reset, no unit file tells it any more.
	k0sProcesses: {...k0sFacts.k0sProcesses, after: [], commands: answers => askProcesses(answers, {})},
	paths: {
		commands: answers => [
			files.existing([...unitFiles, ...dropIns, ...dataFolders(answers), k0sRunFolder, ...ownFiles()]),
			files.listFolder(binaryFolder),
		],
		read([outcome = unasked, listing = unasked]) {
			const there = readExisting(outcome);
			const names = readFolder(listing);
			if (!there.known) return there;
			if (!names.known) return names;
			const replaced = (names.value ?? []).map(name => `${binaryFolder}/${name}`).filter(path => isOwnFile(path));
			return known([...new Set([...there.value, ...replaced])]);
		},
	},
	data: {
		commands: answers => lookedAt(answers).flatMap(path => [leftovers.kindOf(path), files.listFolder(path)]),
		read: (outcomes, answers) => readDataFolders(outcomes, lookedAt(answers)),
	},
	contents: one(leftovers.contents(...sharedFolders), readFound),
	births: {
		after: ['contents'],
		commands: ({kubeletRoot}, {contents}) => {
			const there = contents?.known ? contents.value.map(({path}) => path) : [];
			const asked = [...agedFolders.filter(path => there.includes(path)), ...there.filter(isNamespace)];
			return [leftovers.births([...asked, ...(kubeletRoot === null ? [] : [kubeletRoot]), '/'])];
		},
		read: ([outcome]) => readBirths(outcome ?? unasked),
	},
	beside: one(files.existing(besidePaths), readExisting),
	managed: one(files.readFile('/etc/k0s/containerd.toml'), outcome =>
		mapReading(readText(outcome), text => text?.startsWith('# k0s_managed=true') ?? false),
	),
	shims: one(system.shims(), readShims),
	ipRules: {
		commands: () => [ip.rules(4), ip.rules(6)],
		read: ([v4, v6]) => [readIpRules(v4 ?? unasked), readIpRules(v6 ?? unasked)],
	},
	groups: one(leftovers.groups(), readFound),
	settings: one(system.sysctl(...settingNames), readSysctls),
	modules: one(files.existing(filterModules), readExisting),
	accounts: one(leftovers.users(...accountNames), readAccounts),
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

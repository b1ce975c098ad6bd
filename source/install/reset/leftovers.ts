import {ownDataFolder} from '../../model/data-folder.js';
import {bridge, defaultPodCidr, k0sRunFolder, unitName} from '../../command/k0s-paths.js';
import * as files from '../../command/edit.js';
import * as firewallCmd from '../../command/firewall-cmd.js';
import * as ip from '../../command/ip.js';
import * as remove from '../../command/leftovers.js';
import {endProcesses} from '../../command/processes.js';
import * as systemd from '../../command/systemd.js';
import {change, type Command} from '../../command/command.js';
import {isSystemFolder} from '../../model/system-folder.js';
import {keepsFailure} from '../../model/unit-states.js';
import {dataLeft} from './data-left.js';
import {usersOf} from './beside.js';
import {dataFolders, dropIns, isOwnFile, unitFiles, workerName, type ResetAnswers, type ResetFacts} from './facts.js';
import {foldersLeft} from './folders-left.js';
import {kernelLeft} from './kernel-left.js';
import {kubeletRootLeft} from './kubelet-left.js';
import {joined, mayRun, nothing, some, type Left, type Leftover} from './left.js';
import {namespacesLeft} from './namespaces-left.js';
import {provedFolders} from './ownership.js';
import {rulesLeft} from './rules-left.js';
import {isStillSet} from '../../engine/still-set.js';

/** All that is still there, in the order in which it can be taken away; and what stays, and why. */
export function leftOn(facts: ResetFacts, answers: ResetAnswers): Left {
	const own = (leftovers: readonly Leftover[]): Left => ({leftovers, kept: []});
	return joined([
		own(processesLeft(facts, answers)),
		networkLeft(facts),
		own(mountsLeft(facts, answers)),
		namespacesLeft(facts, answers),
		unitsLeft(facts, answers),
		dataLeft(facts, answers),
		runLeft(facts),
		foldersLeft(facts, answers),
		kubeletRootLeft(facts, answers),
		own([...filesLeft(facts), ...accountsLeft(facts, answers)]),
		firewallLeft(facts, answers),
		kernelLeft(facts, answers),
	]);
}

/** What is still there. What could not be read is not left over. */
export const leftoversOf = (facts: ResetFacts, answers: ResetAnswers): readonly Leftover[] =>
	leftOn(facts, answers).leftovers;

/** Pods, their shims, and what a reset did not end: named one by one, ended together. And a failure that systemd keeps. */
const processesLeft = (
	{k0sProcesses, controllerUnit: unit, workerUnit}: ResetFacts,
	{dataDir, foreignUnits = []}: ResetAnswers,
): readonly Leftover[] => [
	// Those of a unit that somebody else wrote are found by its name: they are his.
	...(k0sProcesses.known && foreignUnits.length === 0 ? k0sProcesses.value : []).map(({name, pid}): Leftover => ({
		kind: 'process',
		name: `${name} ${pid}`,
		command: endProcesses(ownDataFolder(dataDir), 'all'),
	})),
	...[
		{name: unitName, reading: unit},
		{name: workerName, reading: workerUnit},
	].flatMap(({name, reading}): Leftover[] =>
		reading.known && reading.value.id === name && keepsFailure(reading.value)
			? [{kind: 'unit', name: `${name} (failed)`, command: systemd.resetFailed(name)}]
			: [],
	),
];

/**
 * Packet rules, sets and links of Kubernetes' networks. Another Kubernetes on this host gives its own the same names: with
 * one beside, or where nobody could look for one, they stay.
 */
function networkLeft(facts: ResetFacts): Left {
	if (!facts.beside.known) return nothing;
	const others = {
		kubernetes: usersOf('kubelet', facts.beside.value),
		cni: usersOf('chains', facts.beside.value),
	};
	const found = [...rulesLeft(facts), ...setsLeft(facts), ...linksLeft(facts)];
	const usersFor = ({kind, name}: Leftover): readonly string[] => (isCni(kind, name) ? others.cni : others.kubernetes);
	return {
		leftovers: found.filter(each => usersFor(each).length === 0),
		// One chain a line would be hundreds.
		kept: (['rule', 'chain', 'table', 'set', 'link'] as const).flatMap(kind => {
			const staying = found.filter(each => each.kind === kind && usersFor(each).length > 0);
			const [first] = staying;
			return first === undefined
				? []
				: [{kind, name: some(staying.map(({name}) => name)), why: 'shared' as const, detail: some(usersFor(first))}];
		}),
	};
}

/** `ip nat CNI-HOSTPORT-DNAT`, and rules that lead into such a chain. */
const isCni = (kind: Leftover['kind'], name: string): boolean =>
	(kind === 'chain' && /^\S+ \S+ CNI-/.test(name)) || (kind === 'rule' && /-[jg] CNI-/.test(name));

const setsLeft = ({sets}: ResetFacts): readonly Leftover[] =>
	(sets.known ? sets.value : [])
		.filter(name => /^(KUBE-|(inet6:)?kube-router-|(inet6:)?KUBE-(SRC|DST)-)/.test(name))
		.map(name => ({kind: 'set', name, command: remove.destroySet(name)}));

/** veths only while they hang on k0s's own bridge: those of other tools look the same. */
const linksLeft = ({links}: ResetFacts): readonly Leftover[] =>
	(links.known ? links.value : [])
		.filter(
			({name, kind, master}) => name === bridge || name === 'kube-dummy-if' || (kind === 'veth' && master === bridge),
		)
		.toSorted((a, b) => Number(a.name === bridge) - Number(b.name === bridge))
		.map(({name}) => ({kind: 'link', name, command: ip.deleteLink(name)}));

/** The innermost first. */
function mountsLeft(facts: ResetFacts, answers: ResetAnswers): readonly Leftover[] {
	const {mounts} = facts;
	const roots = [
		...provedFolders(facts, answers),
		...(answers.target === null ? [] : [answers.target]),
		k0sRunFolder,
		...kubeletVolumes(answers),
	];
	return (mounts.known ? mounts.value : [])
		.map(({target}) => target)
		.filter(target => roots.some(root => target.startsWith(`${root}/`)))
		.toReversed()
		.map(name => ({kind: 'mount', name, command: files.unmount(name)}));
}

/** Volumes of pods: the kubelet mounts them below `pods` and `plugins` of its folder. */
const kubeletVolumes = ({kubeletRoot}: ResetAnswers): readonly string[] =>
	kubeletRoot === null || isSystemFolder(kubeletRoot) ? [] : [`${kubeletRoot}/pods`, `${kubeletRoot}/plugins`];

/** Units that k0s wrote, and what a person changed about them. */
function unitsLeft({paths}: ResetFacts, {foreignUnits = []}: ResetAnswers): Left {
	const there = new Set(paths.known ? paths.value : []);
	const foreign = unitFiles.filter(path => there.has(path) && foreignUnits.some(each => each.path === path));
	const units = unitFiles.filter(path => there.has(path) && !foreign.includes(path));
	const changes = dropIns.filter(path => there.has(path));
	return {
		leftovers: [
			...units.map((name): Leftover => ({kind: 'unit', name, command: remove.removeFile(name)})),
			...(units.length > 0
				? [{kind: 'unit', name: 'systemd', command: systemd.daemonReload()} satisfies Leftover]
				: []),
		],
		kept: [...foreign, ...changes].map(name => ({kind: 'unit', name, why: 'person', detail: ''})),
	};
}

function runLeft({paths, shims}: ResetFacts): Left {
	if (!paths.known || !paths.value.includes(k0sRunFolder)) return nothing;
	return mayRun(shims)
		? {leftovers: [], kept: [{kind: 'folder', name: k0sRunFolder, why: 'pods', detail: ''}]}
		: {leftovers: [{kind: 'folder', name: k0sRunFolder, command: remove.removeFolder(k0sRunFolder)}], kept: []};
}

const filesLeft = ({paths}: ResetFacts): readonly Leftover[] =>
	(paths.known ? paths.value : [])
		.filter(path => isOwnFile(path))
		.map((name): Leftover => ({kind: 'file', name, command: remove.removeFile(name)}));

/** Only those that k0s made: their home is its data folder. An etcd of the distribution has another. */
const accountsLeft = ({accounts}: ResetFacts, answers: ResetAnswers): readonly Leftover[] =>
	(accounts.known ? accounts.value : [])
		.filter(({home}) => dataFolders(answers).includes(home))
		.map(({name}) => ({kind: 'user', name, command: remove.deleteUser(name)}));

/**
 * What earlier runs set, as far as it is still so, and the zone of kube-router's bridge. The addresses of pods in a zone are
 * no proof: other clusters use the same range.
 */
function firewallLeft({firewall, beside}: ResetFacts, answers: ResetAnswers): Left {
	if (!firewall.known) return nothing;
	const state = firewall.value;
	const recorded = answers.firewall
		.filter(argv => isStillSet(argv, state))
		.map(([tool = '', ...rest]) => change([tool, ...rest], 'firewall-change', {deadline: 30_000}));
	const both = [
		{zones: state.runtime, permanent: false},
		{zones: state.permanent, permanent: true},
	];
	const bridges = both.flatMap(({zones, permanent}) =>
		zones
			.filter(({interfaces}) => interfaces.includes(bridge))
			.map(({name}) => firewallCmd.removeInterface(name, bridge, permanent)),
	);
	const sources = both.flatMap(({zones, permanent}) =>
		zones
			.filter(each => each.sources.includes(defaultPodCidr))
			.map(({name}) => firewallCmd.removeSource(name, defaultPodCidr, permanent)),
	);
	const own = new Map(recorded.map(command => [keyOf(command), command]));
	const others = beside.known ? usersOf('kubelet', beside.value) : ['?'];
	if (others.length === 0) for (const command of bridges) own.set(keyOf(command), command);
	const kept = [...bridges, ...sources].filter(command => !own.has(keyOf(command)));
	return {
		leftovers: [...own.values()].map(command => ({kind: 'firewall', name: settingOf(command), command})),
		kept: kept.map(command => ({
			kind: 'firewall',
			name: settingOf(command).replace('remove-', ''),
			why: 'owner',
			detail: '',
		})),
	};
}

/** The same setting, in whatever order its options stand. */
const keyOf = ({argv}: Command): string => argv.toSorted().join(' ');
const settingOf = ({argv}: Command): string => argv.slice(1).join(' ').replaceAll('--', '');

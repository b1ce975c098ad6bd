import {ownDataFolder} from '../../model/data-folder.js';
import {unitName} from '../../command/k0s-paths.js';
import * as files from '../../command/edit.js';
import * as firewallCmd from '../../command/firewall-cmd.js';
import * as ip from '../../command/ip.js';
import * as remove from '../../command/leftovers.js';
import {endProcesses} from '../../command/processes.js';
import * as systemd from '../../command/systemd.js';
import {change} from '../../command/command.js';
import {keepsFailure} from '../../model/unit-states.js';
import {bridge, podCidr} from '../firewall-items.js';
import {dataLeft} from './data-left.js';
import {dataFolders, dropIns, ownFiles, runFolder, unitFiles, type ResetAnswers, type ResetFacts} from './facts.js';
import {foldersLeft} from './folders-left.js';
import {kernelLeft} from './kernel-left.js';
import {joined, mayRun, nothing, type Left, type Leftover} from './left.js';
import {rulesLeft} from './rules-left.js';
import {isStillSet} from '../../engine/still-set.js';

/** All that is still there, in the order in which it can be taken away; and what stays, and why. */
export function leftOn(facts: ResetFacts, answers: ResetAnswers): Left {
	const own = (leftovers: readonly Leftover[]): Left => ({leftovers, kept: []});
	return joined([
		own(processesLeft(facts, answers)),
		own([...rulesLeft(facts), ...setsLeft(facts), ...linksLeft(facts), ...mountsLeft(facts, answers)]),
		unitsLeft(facts),
		dataLeft(facts, answers),
		runLeft(facts),
		foldersLeft(facts),
		own([...filesLeft(facts), ...accountsLeft(facts, answers), ...firewallLeft(facts, answers)]),
		kernelLeft(facts, answers),
	]);
}

/** What is still there. What could not be read is not left over. */
export const leftoversOf = (facts: ResetFacts, answers: ResetAnswers): readonly Leftover[] =>
	leftOn(facts, answers).leftovers;

/** Pods, their shims, and what a reset did not end: named one by one, ended together. And a failure that systemd keeps. */
const processesLeft = ({processes, unit}: ResetFacts, {dataDir}: ResetAnswers): readonly Leftover[] => [
	...(processes.known ? processes.value : []).map(({name, pid}): Leftover => ({
		kind: 'process',
		name: `${name} ${pid}`,
		command: endProcesses(ownDataFolder(dataDir), 'all'),
	})),
	...(unit.known && keepsFailure(unit.value)
		? [{kind: 'unit', name: `${unitName} (failed)`, command: systemd.resetFailed(unitName)} satisfies Leftover]
		: []),
];

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
function mountsLeft({mounts}: ResetFacts, answers: ResetAnswers): readonly Leftover[] {
	const roots = [...dataFolders(answers), ...(answers.target === null ? [] : [answers.target]), runFolder];
	return (mounts.known ? mounts.value : [])
		.map(({target}) => target)
		.filter(target => roots.some(root => target.startsWith(`${root}/`)))
		.toReversed()
		.map(name => ({kind: 'mount', name, command: files.unmount(name)}));
}

/** Units that k0s wrote, and what a person changed about them. */
function unitsLeft({paths}: ResetFacts): Left {
	const there = new Set(paths.known ? paths.value : []);
	const units = unitFiles.filter(path => there.has(path));
	const changes = dropIns.filter(path => there.has(path));
	return {
		leftovers: [
			...units.map((name): Leftover => ({kind: 'unit', name, command: remove.removeFile(name)})),
			...(units.length > 0
				? [{kind: 'unit', name: 'systemd', command: systemd.daemonReload()} satisfies Leftover]
				: []),
		],
		kept: changes.map(name => ({kind: 'unit', name, why: 'person', detail: ''})),
	};
}

function runLeft({paths, shims}: ResetFacts): Left {
	if (!paths.known || !paths.value.includes(runFolder)) return nothing;
	return mayRun(shims)
		? {leftovers: [], kept: [{kind: 'folder', name: runFolder, why: 'pods', detail: ''}]}
		: {leftovers: [{kind: 'folder', name: runFolder, command: remove.removeFolder(runFolder)}], kept: []};
}

const filesLeft = ({paths}: ResetFacts): readonly Leftover[] =>
	ownFiles
		.filter(path => paths.known && paths.value.includes(path))
		.map((name): Leftover => ({kind: 'file', name, command: remove.removeFile(name)}));

/** Only those that k0s made: their home is its data folder. An etcd of the distribution has another. */
const accountsLeft = ({accounts}: ResetFacts, answers: ResetAnswers): readonly Leftover[] =>
	(accounts.known ? accounts.value : [])
		.filter(({home}) => dataFolders(answers).includes(home))
		.map(({name}) => ({kind: 'user', name, command: remove.deleteUser(name)}));

/** What earlier runs set, as far as it is still so; and k0s's bridge and pods in a zone, whoever put them there. */
function firewallLeft({firewall}: ResetFacts, answers: ResetAnswers): readonly Leftover[] {
	if (!firewall.known) return [];
	const state = firewall.value;
	const recorded = answers.firewall
		.filter(argv => isStillSet(argv, state))
		.map(([tool = '', ...rest]) => change([tool, ...rest], 'firewall-change', {deadline: 30_000}));
	const seen = [
		{zones: state.runtime, permanent: false},
		{zones: state.permanent, permanent: true},
	].flatMap(({zones, permanent}) =>
		zones.flatMap(zone => [
			...(zone.interfaces.includes(bridge) ? [firewallCmd.removeInterface(zone.name, bridge, permanent)] : []),
			...(zone.sources.includes(podCidr) ? [firewallCmd.removeSource(zone.name, podCidr, permanent)] : []),
		]),
	);
	const commands = new Map([...recorded, ...seen].map(command => [command.argv.join(' '), command]));
	return [...commands.values()].map(command => ({
		kind: 'firewall',
		name: command.argv.slice(1).join(' ').replaceAll('--', ''),
		command,
	}));
}

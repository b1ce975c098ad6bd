import type {Command} from '../../command/command.js';
import * as files from '../../command/edit.js';
import * as firewallCmd from '../../command/firewall-cmd.js';
import * as ip from '../../command/ip.js';
import * as remove from '../../command/leftovers.js';
import * as systemd from '../../command/systemd.js';
import {change} from '../../command/command.js';
import type {Firewall} from '../../model/firewall.js';
import {bridge, podCidr} from '../firewall-items.js';
import {dataFolders, ownConfig, ownFiles, ownFolders, unitFiles, type ResetAnswers, type ResetFacts} from './facts.js';
import {rulesLeft} from './rules-left.js';

/** Something of k0s that is still there, and the one command that takes it away. */
export type Leftover = {
	readonly kind:
		'rule' | 'chain' | 'table' | 'set' | 'link' | 'mount' | 'unit' | 'user' | 'folder' | 'file' | 'firewall';
	/** What it is called; text from outside. */
	readonly name: string;
	readonly command: Command;
};

/** All that is still there, in the order in which it can be taken away. What could not be read is not left over. */
export function leftoversOf(facts: ResetFacts, answers: ResetAnswers): readonly Leftover[] {
	return [
		...rulesLeft(facts),
		...setsLeft(facts),
		...linksLeft(facts),
		...mountsLeft(facts, answers),
		...filesLeft(facts, answers),
		...accountsLeft(facts, answers),
		...firewallLeft(facts, answers),
	];
}

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
	const roots = [...dataFolders(answers), '/run/k0s'];
	return (mounts.known ? mounts.value : [])
		.map(({target}) => target)
		.filter(target => roots.some(root => target.startsWith(`${root}/`)))
		.toReversed()
		.map(name => ({kind: 'mount', name, command: files.unmount(name)}));
}

function filesLeft({paths, cni}: ResetFacts, answers: ResetAnswers): readonly Leftover[] {
	const there = new Set(paths.known ? paths.value : []);
	const units = unitFiles.filter(path => there.has(path));
	const own = (cni.known ? (cni.value ?? []) : []).filter(name => /kuberouter|calico/.test(name));
	return [
		...units.map((name): Leftover => ({kind: 'unit', name, command: remove.removeFolder(name)})),
		...(units.length > 0 ? [{kind: 'unit', name: 'systemd', command: systemd.daemonReload()} satisfies Leftover] : []),
		...own.map((name): Leftover => {
			const path = `/etc/cni/net.d/${name}`;
			return {kind: 'file', name: path, command: remove.removeFile(path)};
		}),
		...(there.has(ownConfig)
			? [{kind: 'file', name: ownConfig, command: files.moveAside(ownConfig, `${answers.backup}/k0s.yaml`)} as const]
			: []),
		...ownFolders(answers)
			.filter(path => there.has(path))
			.map((name): Leftover => ({kind: 'folder', name, command: remove.removeFolder(name)})),
		...ownFiles
			.filter(path => there.has(path))
			.map((name): Leftover => ({kind: 'file', name, command: remove.removeFile(name)})),
	];
}

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

/** Would this command of `firewall-cmd`, written by an earlier run to take itself back, still change anything? */
export function isStillSet(argv: readonly string[], firewall: Firewall): boolean {
	const [tool, ...words] = argv;
	if (tool !== 'firewall-cmd') return false;
	const value = (name: string): string | undefined =>
		words.find(word => word.startsWith(`--${name}=`))?.slice(name.length + 3);
	const at = words.indexOf('--set-default-zone');
	const wanted = at < 0 ? value('set-default-zone') : words[at + 1];
	if (wanted !== undefined) return firewall.defaultZone !== wanted;
	const zones = words.includes('--permanent') ? firewall.permanent : firewall.runtime;
	const zone = zones.find(({name}) => name === value('zone'));
	if (!zone) return false;
	const has = (name: string, list: readonly string[]): boolean => {
		const given = value(name);
		return given !== undefined && list.includes(given);
	};

	const moved = value('change-interface');
	if (moved !== undefined) return !zone.interfaces.includes(moved);
	return (
		has('remove-interface', zone.interfaces) ||
		has('remove-port', zone.ports) ||
		has('remove-source', zone.sources) ||
		has('remove-service', zone.services) ||
		(words.includes('--remove-masquerade') && zone.masquerade)
	);
}

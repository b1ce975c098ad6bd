import {isUp} from '../../facts/unit-activity.js';
import {ownerOf} from '../../model/port-owner.js';
import {blocks, placeOf, portsOf, type K0sPort} from '../../model/ports.js';
import {formatBytes} from '../../model/quantity.js';
import {
	hasNoServer,
	inodesAreShort,
	mountFault,
	mountOf,
	percent,
	shareIsShort,
	spaceIsShort,
} from '../../model/requirements.js';
import {saying, type Coded, type IdText} from '../../text/ids.js';
import type {InstallAnswers} from '../answers.js';
import {roleOf} from '../role.js';
import type {InstallFacts} from '../facts.js';

/**
 * What `check` calls FAIL and no start can get over, in the words and by the limits of the checks: ports, the file system of
 * the data folder, name servers. What could not be read is no reason to stop: the start itself will tell. A k0s that runs
 * has passed all of it.
 */
export function preflightFaults(facts: InstallFacts, answers: InstallAnswers, text: IdText): readonly Coded[] {
	const {controllerUnit: unit} = facts;
	if (unit.known && isUp(unit.value.activeState)) return [];
	return [...portFaults(facts, answers, text), ...diskFaults(facts, text), ...serverFaults(facts, text)];
}

/** What runs on a host of this role. */
const partsOf = (answers: InstallAnswers): ReadonlyArray<K0sPort['part']> => {
	const role = roleOf(answers);
	if (role === 'controller') return ['control-plane'];
	return role === 'worker' ? ['node', 'network'] : ['control-plane', 'node', 'network'];
};

/** Pods that go on while k0s is stopped hold theirs by right; what a killed k0s left is ended by the start. */
function portFaults(
	{listeners, controllerUnit: unit, k0sProcesses}: InstallFacts,
	answers: InstallAnswers,
	text: IdText,
): readonly Coded[] {
	if (!listeners.known) return [];
	const words = text.checks.ports;
	const taken = new Map(
		portsOf(answers.single, partsOf(answers)).flatMap(port =>
			listeners.value
				.filter(listener => blocks(listener, port) && ownerOf(listener, {unit, processes: k0sProcesses}) === 'other')
				.map(listener => {
					const [first] = listener.processes ?? [];
					const who = first === undefined ? words.nobody : words.process(first.name, first.pid, null);
					return [port.port, words.owner(placeOf(listener), who)] as const;
				}),
		),
	);
	return taken.size === 0 ? [] : [words.clash([...taken.values()])];
}

function diskFaults(
	{disk: reading, mounts, controllerUnit: unit}: InstallFacts,
	{checks: {items}}: IdText,
): readonly Coded[] {
	if (!reading.known || reading.value === null) return [];
	const disk = reading.value;
	const {available, size, target, inodes, inodesFree} = disk;
	const told = ({title}: {readonly title: Coded}, found: Coded): Coded => saying`${title}: ${found}`;
	const fault = mounts.known ? mountFault(mountOf(mounts.value, disk)) : undefined;
	// A k0s that was installed before has taken its space.
	const fresh = unit.known && unit.value.loadState === 'not-found';
	return [
		...(fresh && spaceIsShort(disk)
			? [told(items['disk-space'], items['disk-space'].found(formatBytes(available), target))]
			: []),
		...(shareIsShort(disk)
			? [told(items['disk-share'], items['disk-share'].found(percent(available, size), formatBytes(size), target))]
			: []),
		...(inodesAreShort(disk)
			? [told(items['disk-inodes'], items['disk-inodes'].found(String(inodesFree), percent(inodesFree, inodes)))]
			: []),
		...(fault === 'ro' ? [told(items['disk-type'], items['disk-type'].readOnly(target))] : []),
		...(fault === 'noexec' ? [told(items['disk-type'], items['disk-type'].noexec(target))] : []),
	];
}

function serverFaults({resolvConf, resolvedConf}: InstallFacts, {checks: {items}}: IdText): readonly Coded[] {
	if (!resolvConf.known) return [];
	const upstream = resolvedConf.known ? (resolvedConf.value ?? undefined) : undefined;
	if (!hasNoServer(resolvConf.value, upstream)) return [];
	const words = items['resolv-conf'];
	const none = resolvConf.value.nameservers.length === 0;
	return [
		saying`${words.title}: ${none ? words.none : words.noneBehind}. ${none ? words.noneNote : words.noneBehindNote}`,
	];
}

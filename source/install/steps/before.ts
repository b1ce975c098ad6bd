import * as systemd from '../../command/systemd.js';
import {hostnameFaults, isFatal} from '../../model/hostname.js';
import {arch} from '../../model/release.js';
import {memoryIsShort} from '../../model/requirements.js';
import {isSystemFolder} from '../../model/system-folder.js';
import {listed, type Coded, type IdText} from '../../text/ids.js';
import type {InstallAnswers} from '../answers.js';
import {refusedConfig} from '../chosen-facts.js';
import type {InstallFacts} from '../facts.js';
import {head} from '../guide.js';
import {refusesOpenRc} from '../openrc.js';
import {isWorkerRole} from '../role.js';
import {because} from '../stages.js';
import type {Judgement, Step} from '../../engine/step.js';
import {judgeJoin} from './join.js';
import {preflightFaults} from './preflight-faults.js';

type InstallStep = Step<InstallFacts, InstallAnswers>;

const none = (): readonly [] => [];

/** Nothing here can be done without root: the screen hands the terminal to sudo once, for the whole program. */
export const privilege = (text: IdText): InstallStep => {
	const words = text.install.steps.privilege;
	return {
		...head('privilege', words),
		needs: ['uid'],
		judge({uid}) {
			if (!uid.known) return {state: 'blocked', found: because(uid, text)};
			return uid.value === 0
				? {state: 'so', found: words.root}
				: {state: 'blocked', found: words.notRoot, hint: words.becomeRoot};
		},
		plan: none,
		undo: none,
	};
};

/** The few things without which no start can succeed. The Checks screen knows the rest. */
export const preflight = (text: IdText): InstallStep => {
	const words = text.install.steps.preflight;
	return {
		...head('preflight', words),
		needs: [
			...(['kernel', 'openrc', 'controllerUnit', 'memory', 'disk', 'mounts', 'links', 'k0sVersion', 'config'] as const),
			...(['listeners', 'k0sProcesses', 'resolvConf', 'resolvedConf', 'join', 'release'] as const),
		],
		judge(facts, answers): Judgement {
			const {kernel, controllerUnit: unit, memory, disk, links, config} = facts;
			const blocked = (found: Coded): Judgement => ({state: 'blocked', found, hint: words.see});
			if (!kernel.known) return blocked(because(kernel, text));
			const {system, machine} = kernel.value;
			if (system !== 'Linux') return blocked(words.notLinux(system));
			if (arch(machine) === undefined) return blocked(words.noBuild(machine));
			const openrc = refusesOpenRc(facts.openrc, 'install', text);
			if (openrc) return openrc;
			if (!unit.known) return blocked(words.noSystemd(because(unit, text)));
			if (unit.value.loadState === 'masked') return blocked(words.masked(unit.value.id));
			if (memory.known && memoryIsShort(memory.value.total, isWorkerRole(answers))) {
				const total = megabytes(memory.value.total);
				return blocked(isWorkerRole(answers) ? words.littleWorkerMemory(total) : words.littleMemory(total));
			}

			const wrong = (found: Coded): Judgement => ({state: 'blocked', found});
			const name = answers.interface;
			if (name !== undefined && links.known && !links.value.some(link => link.name === name)) {
				return wrong(text.install.steps.firewall.unknownInterface(name));
			}

			if (answers.dataDir !== undefined && isSystemFolder(answers.dataDir)) {
				return wrong(words.systemFolder(answers.dataDir));
			}

			if (config.state === 'absent') return wrong(words.noConfig(answers.config ?? ''));
			const refused = refusedConfig(facts, answers);
			if (refused !== undefined) return wrong(words.badConfig(refused.path, refused.said));
			const faults = preflightFaults(facts, answers, text);
			if (faults.length > 0) return blocked(listed(faults, '; '));
			const join = judgeJoin(facts, answers, text);
			if (join.faults.length > 0) return wrong(listed(join.faults, ' '));
			const good = words.good(
				machine,
				memory.known ? megabytes(memory.value.total) : null,
				disk.known && disk.value ? megabytes(disk.value.available) : null,
			);
			return {
				state: 'so',
				found: join.found.length === 0 ? good : listed([good, ...join.found], '; '),
				...(join.warns.length === 0 ? {} : {hint: listed(join.warns, ' ')}),
			};
		},
		plan: none,
		undo: none,
	};
};

const megabytes = (bytes: number): number => Math.round(bytes / 1024 ** 2);

/**
 * A name with which no node can be registered is not kept; one that only asks for trouble is said to. `later`: the name that
 * the next boot brings.
 */
function keptName(name: string, later: string, facts: Pick<InstallFacts, 'controllerUnit'>, text: IdText): Judgement {
	const words = text.install.steps.hostname;
	const faults = hostnameFaults(name);
	const [first] = faults;
	const changes = name === later ? {} : {hint: words.untilReboot(name, later)};
	if (first === undefined) return {state: 'so', found: words.kept(name), ...changes};
	const fault = text.install.bad.hostname[first] ?? first;
	if (faults.some(isFatal)) return {state: 'blocked', found: words.unfit(name, fault), hint: words.choose};
	const {controllerUnit: unit} = facts;
	const found = words.kept(name);
	// Once k0s is installed there is nothing left to choose.
	if (unit.known && unit.value.loadState !== 'not-found') return {state: 'so', found};
	return {state: 'so', found, hint: words.poor(fault), choice: words.staysForGood(name)};
}

/** Kept as it is unless a name was asked for. Never changed once k0s is installed: the node would become a second one. */
export const hostname = (text: IdText): InstallStep => {
	const words = text.install.steps.hostname;
	return {
		...head('hostname', words),
		needs: ['hostname', 'staticHostname', 'controllerUnit'],
		judge({hostname: now, staticHostname, controllerUnit: unit}, answers) {
			const wanted = answers.hostname;
			if (!now.known) return {state: 'blocked', found: because(now, text)};
			const later = staticHostname.known ? staticHostname.value : now.value;
			if (wanted === undefined) return keptName(now.value, later, {controllerUnit: unit}, text);
			if (wanted === now.value && wanted === later) return {state: 'so', found: words.already(wanted)};
			if (wanted === now.value) return {state: 'open', found: words.untilReboot(now.value, later)};
			if (unit.known && unit.value.loadState !== 'not-found') {
				return {state: 'blocked', found: words.installed(now.value, wanted), hint: words.installedHint};
			}

			return {state: 'open', found: words.differs(now.value, wanted)};
		},
		outline: (_facts, {hostname: wanted}) => ({does: words.does(wanted ?? ''), warns: []}),
		plan: (_facts, {hostname: wanted}) => (wanted === undefined ? [] : [{command: systemd.setHostname(wanted)}]),
		undo({hostname: now, staticHostname}, {hostname: wanted}) {
			const before = staticHostname.known ? staticHostname : now;
			return wanted !== undefined && before.known && before.value !== wanted ? [systemd.setHostname(before.value)] : [];
		},
	};
};

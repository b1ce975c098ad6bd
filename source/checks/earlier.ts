import {bridge, k0sRunFolder} from '../command/k0s-paths.js';
import {moveAside, unmount} from '../command/edit.js';
import {deleteLink} from '../command/ip.js';
import type {Command} from '../command/command.js';
import {daemonReload, disableUnit, enableUnit, journal, maskUnit, resetFailed, unmaskUnit} from '../command/systemd.js';
import type {Unit} from '../facts/cluster.js';
import type {Mount} from '../facts/host.js';
import {keepsFailure, unitCase} from '../model/unit-states.js';
import type {Text} from '../text/text.js';
import {aliveIn, isIdle, podsOf} from './alive.js';
import {cannotTell, defineCheck, type Finding, type Remedy} from './check.js';
import type {CheckOptions} from './options.js';
import {advice, aside, fix} from './remedies.js';
import {alone} from './others.js';
import {k0sInstalled, k0sRuns} from './unit.js';

const ownCni = '10-kuberouter.conflist';
const isCni = (name: string): boolean => /\.(conf|conflist|json)$/.test(name);

/** Bridges and tunnels of k0s and of the usual other clusters. */
const clusterLinks: readonly string[] = [bridge, 'cni0', 'flannel.1', 'vxlan.calico', 'cilium_host', 'weave'];

function unitFinding(
	unit: Unit,
	{leftover, pods}: {readonly leftover: boolean; readonly pods: number | null},
	options: CheckOptions,
	words: Text['checks']['items']['k0s-unit'],
): Finding {
	const {id, loadState, activeState, subState, restarts, result, fileState} = unit;
	const {id: row, check} = unitCase(unit);
	const shows = ['LoadState=', 'ActiveState=', 'SubState=', 'NRestarts=', 'Result='];
	const finding = (found: string, remedy?: Remedy): Finding => ({
		result: check,
		found,
		shows,
		...(remedy && {remedy}),
	});
	// k0s refuses until systemd forgets it: also where the unit's file is gone.
	const forgets = keepsFailure(unit) ? [resetFailed(id)] : [];
	switch (row) {
		case 'not-found': {
			return {...finding(words.none), shows: ['LoadState=']};
		}

		case 'running': {
			return finding(words.active(id));
		}

		case 'between-restarts':
		case 'restarts-after-failure': {
			return finding(words.looping(id, restarts), {commands: [journal(id, 50)], note: words.loopNote});
		}

		case 'starting':
		case 'reloading': {
			return restarts > 0
				? {...finding(words.looping(id, restarts), {commands: [journal(id, 50)], note: words.loopNote}), result: 'fail'}
				: finding(words.starting(id));
		}

		case 'stopping':
		case 'cleaning': {
			return finding(words.stopping(id));
		}

		case 'masked':
		case 'failed-masked': {
			const runtime = fileState === 'masked-runtime';
			const commands = [...forgets, unmaskUnit(id, runtime)];
			return finding(words.masked(id), fix(words.maskedNote, commands, [maskUnit(id, runtime)], false));
		}

		case 'unreadable':
		case 'failed-unreadable': {
			return finding(words.unreadable(id, loadState), advice(words.unreadableNote(id)));
		}

		default: {
			if (leftover && loadState !== 'not-found') {
				return finding(words.leftover(id), withoutUnit(unit, forgets, options, words.leftoverNote));
			}

			if (forgets.length > 0) return finding(words.failed(id, result), fix(words.failedNote, forgets, [], true));
			const state = `${activeState} (${subState})`;
			const found = pods === null || pods === 0 ? words.stopped(id, state) : words.podsRun(id, state, pods);
			return {...finding(found, {commands: [], note: words.stoppedNote}), mended: true};
		}
	}
}

/** A unit whose program is gone: it only keeps a new install from writing its own. */
function withoutUnit(
	{id, path, fileState}: Unit,
	first: readonly Command[],
	options: CheckOptions,
	note: string,
): Remedy {
	if (path === null || !path.startsWith('/etc/systemd/system/')) return advice(note);
	const at = path.lastIndexOf('/');
	const {commands, undo} = aside(path.slice(0, at), [path.slice(at + 1)], options);
	const enabled = fileState === 'enabled';
	return fix(
		note,
		[...first, ...(enabled ? [disableUnit(id)] : []), ...commands, daemonReload()],
		[...undo, daemonReload(), ...(enabled ? [enableUnit(id)] : [])],
		false,
	);
}

/** Puts a whole folder aside, beside itself: on the same file system that is one rename. */
const renamed = (folder: string, note: string, safe: boolean): Remedy => {
	const to = `${folder}.before-k0s-tui`;
	return fix(note, [moveAside(folder, to)], [moveAside(to, folder)], safe);
};

/** A person does not read more than this before saying yes. */
const mostMounts = 40;

/** The innermost first, that is the last mounted. What is in use is refused by umount itself. */
function unmounting(left: readonly Mount[], note: string): Remedy {
	if (left.length > mostMounts) return advice(note);
	const commands = left.toReversed().map(({target}) => unmount(target));
	return fix(note, commands, [], false);
}

export const earlier = [
	defineCheck({
		id: 'k0s-unit',
		group: 'earlier',
		needs: ['controllerUnit', 'workerUnit'],
		may: ['k0sVersion', 'k0sProcesses'],
		judge({controllerUnit, workerUnit}, {readings: {k0sVersion, k0sProcesses}, options, words}) {
			if (workerUnit.loadState !== 'not-found' && controllerUnit.id !== workerUnit.id) {
				const remedy = {commands: [], note: words.workerNote};
				return {result: 'fail', found: words.worker(workerUnit.id), shows: ['LoadState='], remedy};
			}

			const leftover = !k0sVersion.known && k0sVersion.unknown.reason === 'not-installed';
			return unitFinding(controllerUnit, {leftover, pods: podsOf({k0sProcesses})}, options, words);
		},
	}),
	defineCheck({
		id: 'data-folder',
		group: 'earlier',
		needs: ['dataFolder'],
		may: ['controllerUnit', 'mounts', 'k0sProcesses', 'unixListeners'],
		judge({dataFolder}, {readings, options, words, text}) {
			const {controllerUnit} = readings;
			// A bundle of images may be laid there before the install.
			const entries = (dataFolder ?? []).filter(name => name !== 'images');
			if (entries.length === 0) return {result: 'pass', found: words.empty};
			if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			if (k0sInstalled(controllerUnit)) return {result: 'pass', found: words.own, shows: ['LoadState=']};
			const found = words.left(entries.length, options.dataDir);
			const {dataDir} = options;
			const alive = aliveIn(dataDir, readings);
			const remedy =
				alive.known && isIdle(alive.value) ? renamed(dataDir, words.note, false) : advice(words.mountsNote);
			return {result: 'warn', found, shows: entries, remedy};
		},
	}),
	defineCheck({
		id: 'run-folder',
		group: 'earlier',
		needs: ['runFolder'],
		may: ['controllerUnit', 'mounts', 'k0sProcesses', 'unixListeners'],
		judge({runFolder}, {readings, words, text}) {
			const {controllerUnit} = readings;
			const entries = runFolder ?? [];
			if (entries.length === 0) return {result: 'pass', found: words.empty};
			if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			if (k0sRuns(controllerUnit)) return {result: 'pass', found: words.own, shows: ['ActiveState=']};
			// A stop leaves mounts and settings of pods that go on here, and the next start uses them again.
			const pods = podsOf(readings);
			if (k0sInstalled(controllerUnit)) {
				const found = pods === null || pods === 0 ? words.stopped : words.pods(pods);
				return {result: 'pass', found, shows: ['ActiveState=']};
			}

			const alive = aliveIn(k0sRunFolder, readings);
			if (!alive.known) {
				return {result: 'warn', found: words.left(entries.length), shows: entries, remedy: advice(words.unseenNote)};
			}

			return isIdle(alive.value)
				? {
						result: 'warn',
						found: words.left(entries.length),
						shows: entries,
						remedy: renamed(k0sRunFolder, words.note, true),
					}
				: {
						result: 'warn',
						found: words.alive(alive.value),
						shows: entries,
						remedy: advice(words.aliveNote),
					};
		},
	}),
	defineCheck({
		id: 'cni-files',
		group: 'earlier',
		needs: ['cniFolder'],
		may: ['controllerUnit', 'otherUnits'],
		judge({cniFolder}, {readings: {controllerUnit, otherUnits}, options, words, text}) {
			const files = (cniFolder ?? []).filter(isCni);
			const others = files.filter(name => name !== ownCni);
			const before = others.filter(name => name < ownCni);
			const putAside = (names: readonly string[]): Remedy => {
				const {commands, undo} = aside('/etc/cni/net.d', names, options);
				return fix(words.note, commands, undo, alone(otherUnits));
			};

			if (before.length > 0) {
				return {result: 'fail', found: words.foreign(before), shows: before, remedy: putAside(before)};
			}

			if (files.includes(ownCni)) {
				if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
				return k0sInstalled(controllerUnit)
					? {result: 'pass', found: words.own, shows: [ownCni]}
					: {result: 'warn', found: words.stale, shows: [ownCni], remedy: putAside([ownCni])};
			}

			return {result: 'pass', found: others.length > 0 ? words.later(others) : words.none, shows: others};
		},
	}),
	defineCheck({
		id: 'kube-bridge',
		group: 'earlier',
		needs: ['links'],
		may: ['controllerUnit', 'k0sProcesses'],
		judge({links}, {readings: {controllerUnit, k0sProcesses}, words, text}) {
			const there = clusterLinks.filter(name => links.some(link => link.name === name));
			if (there.length > 0 && !controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			const left = k0sInstalled(controllerUnit) ? there.filter(name => name !== bridge) : there;
			if (left.length > 0) {
				// Only k0s's own bridge is ours to delete, and not while pods hang on it.
				const commands = left.map(name => deleteLink(name));
				const used = left.some(name => links.some(({master}) => master === name));
				const ours = left.every(name => name === bridge) && podsOf({k0sProcesses}) === 0 && !used;
				const remedy = ours ? fix(words.note, commands, [], false) : advice(words.usedNote, commands);
				return {result: 'warn', found: words.left(left), shows: left.map(name => `"ifname":"${name}"`), remedy};
			}

			return {result: 'pass', found: there.length > 0 ? words.own : words.none, shows: ['"ifname":']};
		},
	}),
	defineCheck({
		id: 'kube-chains',
		group: 'earlier',
		needs: ['kubeChains'],
		may: ['controllerUnit'],
		judge({kubeChains}, {readings: {controllerUnit}, words, text}) {
			if (kubeChains === 0) return {result: 'pass', found: words.none};
			if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			return k0sInstalled(controllerUnit)
				? {result: 'pass', found: words.own(kubeChains), shows: ['"KUBE-']}
				: {result: 'warn', found: words.left(kubeChains), shows: ['"KUBE-'], remedy: {commands: [], note: words.note}};
		},
	}),
	defineCheck({
		id: 'mounts',
		group: 'earlier',
		needs: ['mounts'],
		may: ['controllerUnit', 'k0sProcesses'],
		judge({mounts}, {readings: {controllerUnit, k0sProcesses}, options, words, text}) {
			const below = [`${options.dataDir}/`, '/run/k0s/', '/run/netns/cni-'];
			const left = mounts.filter(({target}) => below.some(path => target.startsWith(path)));
			const shows = left.map(({target}) => ` ${target} `);
			if (left.length === 0) return {result: 'pass', found: words.none};
			if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			if (k0sInstalled(controllerUnit)) return {result: 'pass', found: words.own(left.length), shows};
			const remedy = podsOf({k0sProcesses}) === 0 ? unmounting(left, words.note) : advice(words.podsNote);
			return {result: 'warn', found: words.left(left.length), shows, remedy};
		},
	}),
];

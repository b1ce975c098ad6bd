import * as download from '../../command/download.js';
import * as edit from '../../command/edit.js';
import * as files from '../../command/files.js';
import * as k0s from '../../command/k0s.js';
import {endProcesses} from '../../command/processes.js';
import * as systemd from '../../command/systemd.js';
import type {Command} from '../../command/command.js';
import type {Outcome} from '../../command/outcome.js';
import {stopping} from '../../engine/service-end.js';
import {ownDataFolder} from '../../model/data-folder.js';
import {survivors} from '../../model/leftover-processes.js';
import {isDown, keepsFailure} from '../../model/unit-states.js';
import type {Coded, IdText} from '../../text/ids.js';
import {upkeepIds} from '../../text/upkeep.js';
import type {Judgement} from '../../engine/step.js';
import {hasWanted} from '../facts.js';
import {wanted} from '../release-facts.js';
import {isWorkerRole, unitOf} from '../role.js';
import {readDigest} from '../release.js';
import {because, stages} from '../stages.js';
import {stallOf} from '../stall.js';
import {healthy} from '../steps/service.js';
import {blocked, versionNow, type UpgradeStep} from './before.js';
import {previousOf} from './previous.js';
import {dataDirOf, type UpgradeAnswers, type UpgradeFacts} from './facts.js';

const words = upkeepIds.upgrade;

/** Where the data goes that a newer version wrote, before the backup is restored. */
const asideOf = (folder: string, version: string): string => `${folder}.written-by-${version}`;

const runs = ({cluster}: Pick<UpgradeFacts, 'cluster'>, version: string): boolean =>
	cluster.k0s.known && cluster.k0s.value.version === version;

const archiveOf = ({saved}: UpgradeFacts, answers: UpgradeAnswers): string | undefined =>
	answers.archive ?? saved?.path ?? undefined;

export const stop = (text: IdText): UpgradeStep => {
	const {stop: own} = words;
	return {
		...{id: 'stop', title: own.title, why: own.why, guide: []},
		needs: ['controllerUnit', 'cluster', 'k0sVersion', 'saved'],
		judge(facts, answers): Judgement {
			const {controllerUnit: unit} = facts;
			if (!unit.known) return blocked(because(unit, text));
			if (runs(facts, answers.version)) return {state: 'so', found: own.runsNew(answers.version)};
			if (isDown(unit.value)) return {state: 'so', found: own.so};
			// It starts, and does not answer yet: with which program tells the one that is in its place.
			if (!facts.cluster.k0s.known && hasWanted(facts, answers))
				return {state: 'so', found: own.runsNew(answers.version)};
			return {state: 'open', found: own.open(versionNow(facts) ?? '?')};
		},
		plan: () => [{command: k0s.stop()}],
		outline: () => ({does: own.does, warns: []}),
		undo: (_facts, answers) => [systemd.startUnit(unitOf(answers))],
		ready: (facts, answers) =>
			!isWorkerRole(answers) && archiveOf(facts, answers) === undefined ? own.notBacked : undefined,
	};
};

export const swap = (text: IdText): UpgradeStep => {
	const {swap: own} = words;
	return {
		...{id: 'swap', title: own.title, why: own.why, guide: []},
		needs: ['k0sVersion', 'kernel', 'release', 'asset', 'part', 'controllerUnit'],
		judge({k0sVersion, ...facts}, answers): Judgement {
			if (!k0sVersion.known) return blocked(because(k0sVersion, text));
			return hasWanted({k0sVersion, release: facts.release}, answers)
				? {state: 'so', found: own.so(k0sVersion.value)}
				: {state: 'open', found: own.open(k0sVersion.value)};
		},
		plan(facts, answers) {
			const target = wanted(facts);
			const {k0sVersion, part} = facts;
			if (target === undefined || !k0sVersion.known) return [];
			const path = download.partPath(target.version, target.processor);
			const digest = part.state === 'verified' ? part.sha256 : undefined;
			const says = ({stdout}: Outcome): Coded | undefined =>
				stdout === `${answers.version}\n`
					? undefined
					: text.install.steps.place.otherVersion(stdout.trim().slice(0, 100), answers.version);
			return [
				{
					command: download.sha256(path),
					expect: outcome =>
						digest !== undefined && readDigest(outcome) === digest ? undefined : text.install.steps.place.changed,
				},
				{command: download.keepPrevious(download.binaryPath, previousOf(k0sVersion.value))},
				{command: download.setMode('755', path)},
				{command: download.sync(path)},
				{command: files.remove(download.sumsPath(target.version))},
				{command: download.rename(path, download.binaryPath)},
				{command: download.sync(download.binaryFolder)},
				{command: k0s.version(), expect: says},
			];
		},
		outline: ({k0sVersion}) => ({does: own.does(previousOf(k0sVersion.known ? k0sVersion.value : '?')), warns: []}),
		undo: ({k0sVersion}, answers) =>
			k0sVersion.known && k0sVersion.value !== answers.version
				? [download.rename(previousOf(k0sVersion.value), download.binaryPath)]
				: [],
		ready({controllerUnit: unit, part}) {
			if (!unit.known || !isDown(unit.value)) return own.running;
			return part.state === 'verified' ? undefined : own.notVerified;
		},
	};
};

/**
 * What goes back from a version that has run: k0s's own word is not to run an older program on newer data, but to restore the
 * backup that was made before (docs/version-skew-policy.md). The old program does that, by its own name. The restored store
 * counts its revisions from an earlier one: kube-proxy, kube-router and whoever else watches the API would wait for changes after
 * the one that they saw last, and miss all until then (seen with k0s 1.34.1: kube-proxy kept no endpoint of the API for ever). So
 * no pod outlives it.
 */
function backFrom(facts: UpgradeFacts, answers: UpgradeAnswers): readonly Command[] {
	const dataDir = dataDirOf(facts);
	const archive = archiveOf(facts, answers);
	const ends = stopping(dataDir, unitOf(answers));
	// A worker keeps nothing of the cluster.
	if (isWorkerRole(answers) || answers.from === null || archive === undefined) return ends;
	const kine = facts.storage.known ? facts.storage.value.type === 'kine' : answers.kine;
	const store = `${ownDataFolder(dataDir)}/${kine ? 'db' : 'etcd'}`;
	return [
		...ends,
		endProcesses(ownDataFolder(dataDir), 'all'),
		edit.moveAside(store, asideOf(store, answers.version)),
		k0s.restore(archive, `${answers.folder}/k0s-restored.yaml`, dataDir, previousOf(answers.from)),
	];
}

export const startNew = (text: IdText): UpgradeStep => {
	const {start: own} = words;
	return {
		...{id: 'start-new', title: own.title, why: own.why, guide: []},
		needs: ['controllerUnit', 'unitFile', 'k0sProcesses', 'cluster', 'k0sVersion', 'storage', 'archives', 'saved'],
		judge(facts, answers): Judgement {
			const {controllerUnit: unit} = facts;
			if (!unit.known) return blocked(because(unit, text));
			if (runs(facts, answers.version)) return {state: 'so', found: own.so(answers.version)};
			if (isDown(unit.value)) return {state: 'open', found: own.stopped};
			const stall = stallOf(facts, text);
			if (unit.value.restarts > 0 && stall !== undefined) {
				return {state: 'open', found: stall.reason, hint: stall.fix, values: {stall: stall.id}, hopeless: true};
			}

			const now = facts.cluster.k0s;
			return {state: 'open', found: now.known ? own.old(now.value.version) : own.waits};
		},
		plan(facts, answers) {
			const {controllerUnit: unit, k0sProcesses} = facts;
			if (!unit.known || (!isDown(unit.value) && !facts.cluster.k0s.known)) return [];
			const left = k0sProcesses.known && isDown(unit.value) ? survivors(k0sProcesses.value, unit.value) : [];
			const folder = ownDataFolder(dataDirOf(facts));
			return [
				...(left.length > 0 ? [{command: endProcesses(folder, 'control-plane')}] : []),
				...(keepsFailure(unit.value) ? [{command: systemd.resetFailed(unitOf(answers))}] : []),
				{command: k0s.start()},
			];
		},
		outline: () => ({does: own.does, warns: []}),
		undo: backFrom,
		ready: (facts, answers) => (hasWanted(facts, answers) ? undefined : own.notPlaced),
		wait: ({wait}) => ({every: 2000, limit: Math.min(wait, 300) * 1000, times: 1}),
	};
};

/** `v1.35.7+k0s.0`: its kubelet says `v1.35.7+k0s`. */
const kubeletOf = (tag: string): string => tag.replace(/\.\d+$/, '');

/** The five conditions, each from an answer younger than the start, and the node's own kubelet of the new version. */
export const healthyNew = (text: IdText): UpgradeStep => {
	const {healthy: own} = words;
	const before = healthy(text);
	return {
		...{id: 'healthy-new', title: own.title, why: own.why, guide: []},
		needs: before.needs,
		judge(facts, answers): Judgement {
			const judged = before.judge(facts, answers);
			if (judged.state !== 'so') return judged;
			if (!runs(facts, answers.version))
				return {...judged, state: 'open', found: words.start.old(versionNow(facts) ?? '?')};
			const {nodes} = facts.cluster;
			const name = facts.hostname.known ? facts.hostname.value.toLowerCase() : undefined;
			const node = nodes.known ? nodes.value.find(each => each.name === name) : undefined;
			const wantedKubelet = kubeletOf(answers.version);
			if (node !== undefined && node.version !== wantedKubelet) {
				return {...judged, state: 'open', found: own.kubelet(node.version, wantedKubelet)};
			}

			return {...judged, found: own.so(node?.version ?? answers.version)};
		},
		plan: () => [],
		undo: () => [],
		outline: () => ({does: own.does, warns: []}),
		...(before.wait === undefined ? {} : {wait: before.wait}),
	};
};

/** Runs after a failure, when all that was done is undone: waits for the old version. */
export const back = (text: IdText): UpgradeStep => {
	const {back: own} = words;
	const before = healthy(text);
	return {
		...{id: 'back', title: own.title, why: own.why, guide: []},
		needs: before.needs,
		judge(facts, answers): Judgement {
			const {k0sVersion} = facts;
			if (k0sVersion.known && k0sVersion.value === answers.version) {
				return {state: 'blocked', found: own.notYet(answers.version)};
			}

			const seen = stages(facts, text);
			const open = seen.find(({done}) => !done);
			return open === undefined
				? {state: 'so', found: upkeepIds.upgrade.sound.so, stages: seen}
				: {state: 'open', found: text.install.steps.healthy.waitsFor(open.title, open.found), stages: seen};
		},
		plan: () => [],
		undo: () => [],
		...(before.wait === undefined ? {} : {wait: before.wait}),
	};
};

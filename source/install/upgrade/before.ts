import {isWorkerUnit} from '../../command/k0s-paths.js';
import {refusesOpenRc} from '../openrc.js';
import * as download from '../../command/download.js';
import type {Outcome} from '../../command/outcome.js';
import {execStart} from '../../model/unit-file.js';
import {
	changesBetween,
	compare,
	knownAsOf,
	newest,
	stepsBetween,
	versionOf,
	type Version,
} from '../../model/k0s-releases.js';
import {listed, type Coded, type IdText} from '../../text/ids.js';
import {upkeepIds} from '../../text/upkeep.js';
import type {Judgement, Step} from '../../engine/step.js';
import {hasWanted} from '../facts.js';
import {because, stages} from '../stages.js';
import {isWorkerRole} from '../role.js';
import {partOf, type UpgradeAnswers, type UpgradeFacts} from './facts.js';

export type UpgradeStep = Step<UpgradeFacts, UpgradeAnswers>;

const words = upkeepIds.upgrade;
const none = (): readonly [] => [];
export const blocked = (found: Coded, hint?: Coded): Judgement => ({
	state: 'blocked',
	found,
	...(hint === undefined ? {} : {hint}),
});

/** Changes that a worker does not see. */
const ofControllers = /^(etcd|worker-config)/;

/** The version that runs, else the one that is in its place. */
export const versionNow = ({cluster, k0sVersion}: Pick<UpgradeFacts, 'cluster' | 'k0sVersion'>): string | undefined =>
	cluster.k0s.known ? cluster.k0s.value.version : k0sVersion.known ? k0sVersion.value : undefined;

const jumps = (from: Version, to: Version): Coded =>
	listed(
		stepsBetween(from, to).map(({minor, tag}) =>
			tag === null ? words.versions.jumpUnknown(minor) : words.versions.jumpStep(tag),
		),
		'; ',
	);

/** One minor at a time, and never down (k0s: docs/version-skew-policy.md). */
export const versions = (text: IdText): UpgradeStep => {
	const {versions: own} = words;
	return {
		...{id: 'versions', title: own.title, why: own.why, guide: [], plan: none, undo: none},
		needs: ['k0sVersion', 'hostname', 'openrc', 'controllerUnit', 'unitFile', 'cluster', 'apiVersion'],
		judge(facts, answers): Judgement {
			const {k0sVersion, controllerUnit: unit, unitFile} = facts;
			const openrc = refusesOpenRc(facts.openrc, 'upgrade', text);
			if (openrc) return openrc;
			if (!unit.known) return blocked(because(unit, text));
			if (!k0sVersion.known) {
				return k0sVersion.unknown.reason === 'not-installed'
					? blocked(own.notInstalled, own.installHint)
					: blocked(because(k0sVersion, text));
			}

			if (unit.value.loadState === 'not-found') return blocked(own.noUnit, own.installHint);
			const line = unitFile.known && unitFile.value !== null ? execStart(unitFile.value) : undefined;
			const program = line?.split(/\s+/)[0];
			if (program !== undefined && program !== download.binaryPath) return blocked(own.otherProgram(program));
			const from = answers.from ?? versionNow(facts) ?? '';
			const [old, wanted] = [versionOf(from), versionOf(answers.version)];
			if (old === undefined || wanted === undefined) return blocked(own.unreadable(from));
			const values = {from, to: answers.version};
			if (compare(old, wanted) === 0) return {state: 'so', found: own.already(from), values};
			if (compare(wanted, old) < 0 || wanted.major !== old.major) {
				return blocked(own.downgrade(from, answers.version), own.downgradeHint);
			}

			if (wanted.minor > old.minor + 1) {
				return blocked(own.jump(from, answers.version), own.jumpHint(jumps(old, wanted)));
			}

			return tooNew(facts, wanted, answers) ?? {state: 'so', found: own.so(from, answers.version), values};
		},
		outline: (facts, answers) => ({
			does: own.so(versionNow(facts) ?? '?', answers.version),
			warns: notesOf(facts, answers),
		}),
		notes: notesOf,
	};

	/** No kubelet may be newer than its API server (Kubernetes' version skew policy). */
	function tooNew(
		{apiVersion: api, controllerUnit: unit}: UpgradeFacts,
		wanted: Version,
		answers: UpgradeAnswers,
	): Judgement | undefined {
		if (!unit.known || !isWorkerUnit(unit.value.id)) return undefined;
		// Stopped by a run that was cut off: it was looked at before.
		if (answers.resumed === true) return undefined;
		if (!api.known) return blocked(because(api, text), own.apiHint);
		const minor = Number(/^v1\.(\d+)\./.exec(api.value ?? '')?.[1]);
		if (Number.isNaN(minor)) return blocked(own.unreadable(api.value ?? ''), own.apiHint);
		return wanted.minor > minor ? blocked(own.tooNew(answers.version, api.value ?? ''), own.apiHint) : undefined;
	}

	function notesOf(facts: UpgradeFacts, answers: UpgradeAnswers): readonly Coded[] {
		const [old, wanted] = [versionOf(answers.from ?? versionNow(facts) ?? ''), versionOf(answers.version)];
		if (old === undefined || wanted === undefined || compare(old, wanted) >= 0) return [];
		const nodes = facts.cluster.nodes.known ? facts.cluster.nodes.value.length : 0;
		return [
			...changesBetween(old, wanted).flatMap(({minor, id, source}) => {
				const what = own.changes[id];
				return what === undefined || (isWorkerRole(answers) && ofControllers.test(id))
					? []
					: [own.change(what, String(minor), source)];
			}),
			...(wanted.pre === '' ? [] : [own.pre(answers.version)]),
			...(newest[wanted.minor] === undefined ? [own.unknownChanges(knownAsOf)] : []),
			...(nodes > 1 ? [own.node] : []),
			...(isWorkerRole(answers) ? [own.drain(facts.hostname.known ? facts.hostname.value.toLowerCase() : 'NODE')] : []),
		];
	}
};

/** What was not healthy before does not tell whether an upgrade went well. */
export const sound = (text: IdText): UpgradeStep => {
	const {sound: own} = words;
	return {
		...{id: 'sound', title: own.title, why: own.why, guide: [], plan: none, undo: none},
		needs: ['k0sVersion', 'hostname', 'controllerUnit', 'cluster'],
		judge(facts, answers): Judgement {
			const goesOn = answers.archive !== null || (isWorkerRole(answers) && answers.resumed === true);
			if (answers.from !== null && goesOn) return {state: 'so', found: own.resumed};
			const seen = stages(facts, text);
			const bad = seen.find(({done}) => !done);
			return bad === undefined
				? {state: 'so', found: own.so, stages: seen}
				: {...blocked(own.not(bad.title, bad.found), own.hint), stages: seen};
		},
	};
};

/** The new program looks at this host before anything stops. */
export const tryNew = (text: IdText): UpgradeStep => {
	const {try: own} = words;
	return {
		...{id: 'try', title: own.title, why: own.why, guide: []},
		needs: [
			...(['k0sVersion', 'kernel', 'release', 'asset', 'part', 'partMode'] as const),
			...(['newSysinfo', 'newConfigErrors', 'unitFile'] as const),
		],
		judge(facts, answers): Judgement {
			if (hasWanted(facts, answers)) return {state: 'so', found: own.placed};
			const {partMode: mode, newSysinfo: probes, newConfigErrors: errors, unitFile} = facts;
			if (!mode.known) return blocked(because(mode, text));
			if (mode.value === null || !/^[1357]/.test(mode.value)) return {state: 'open', found: own.open};
			if (!probes.known) return blocked(because(probes, text), own.rejectedHint);
			if (!errors.known) return blocked(because(errors, text), own.rejectedHint);
			if (errors.value.length > 0) return blocked(own.badConfig(errors.value.join('; ')), own.rejectedHint);
			const bad = probes.value.filter(({category}) => category === 'rejected' || category === 'error');
			const names = bad.map(({name, message}) => (message === '' ? name : `${name} (${message})`)).join(', ');
			const ignores = unitFile.known && /--ignore-pre-flight-checks/.test(unitFile.value ?? '');
			if (bad.length > 0 && !ignores) return blocked(own.rejected(names), own.rejectedHint);
			const warnings = probes.value.filter(({category}) => category === 'warning').length;
			return {state: 'so', found: bad.length > 0 ? own.ignored(names) : own.so(warnings)};
		},
		plan(facts, answers) {
			const part = partOf(facts);
			if (part === undefined) return [];
			const says = ({stdout}: Outcome): Coded | undefined =>
				stdout === `${answers.version}\n`
					? undefined
					: text.install.steps.place.otherVersion(stdout.trim().slice(0, 100), answers.version);
			return [{command: download.setMode('700', part)}, {command: download.versionOf(part), expect: says}];
		},
		outline: () => ({does: own.does, warns: []}),
		undo: none,
		ready: (facts, answers) => (hasWanted(facts, answers) || facts.part.state === 'verified' ? undefined : own.ready),
	};
};

import type {Ahead} from '../checks/ahead.js';
import type {ClusterFacts} from '../model/cluster.js';
import {apiAnswer} from '../model/evidence.js';
import {supportOf, supportState} from '../model/k0s-releases.js';
import {butOf, troubled} from '../model/verdict.js';
import {clusterTables} from '../report/cluster-tables.js';
import {visible} from '../terminal/sanitise.js';
import {reasonText, troubleText} from '../text/reason.js';
import type {Text} from '../text/text.js';
import {troublesHead, verdictText} from '../text/verdict.js';
import {textColumns} from './text-columns.js';
import type {Judged} from './status-wait.js';

/** The human form of `status`: the verdict on the first line, then why or what else to look at, then the facts. */
export function statusLines(judged: Judged, text: Text, now: number, ahead: readonly Ahead[] = []): readonly string[] {
	const {verdict, reasons, warnings, facts} = judged;
	const {status} = text;
	const others = [...reasons, ...warnings].map(reason => `  ${visible(reasonText(status, reason))}`);
	const troubles = troubleLines(facts, status);
	const but = butOf(judged, facts);
	const said = verdictText(status, {verdict, but});
	return [
		...(but
			? // The line goes on, so that nobody who reads only it takes this for all well; it has counted the troubles.
				[`${said}:`, ...troubles.slice(1), ...spaced(troubles, others)]
			: [said, ...others, ...spaced(others, troubles)]),
		...errorLines(facts, status),
		...k0sLines(facts, status),
		...aheadLines(facts, status, now),
		...ahead.map(({id, title, found}) => visible(`${title}: ${found} (k0s-tui check --only ${id})`)),
		...listLines(facts, text, now),
	];
}

/** A blank line between two parts of which neither is empty. */
const spaced = (before: readonly string[], lines: readonly string[]): readonly string[] =>
	before.length > 0 && lines.length > 0 ? ['', ...lines] : lines;

/** So many are named; the rest is counted. */
const mostTroubles = 20;

function troubleLines({troubles}: ClusterFacts, words: Text['status']): readonly string[] {
	if (!troubles.known || troubles.value.length === 0) return [];
	const more = troubles.value.length - mostTroubles;
	return [
		troublesHead(words, troubled(troubles.value)),
		...troubles.value.slice(0, mostTroubles).map(trouble => visible(`  ${troubleText(words, trouble)}`)),
		...(more > 0 ? [`  ${words.moreTroubles(more)}`] : []),
	];
}

function errorLines({errors}: ClusterFacts, words: Text['status']): readonly string[] {
	if (!errors.known || errors.value.length === 0) return [];
	return [
		'',
		words.lastErrors,
		...errors.value.map(({time, component, message}) => visible(`  ${time} ${component ?? ''} ${message}`)),
	];
}

/** Until when this release gets fixes, where that is near or over. */
function aheadLines({k0s}: ClusterFacts, words: Text['status'], now: number): readonly string[] {
	const support = k0s.known ? supportOf(k0s.value.version) : undefined;
	if (support === undefined) return [];
	const state = supportState(support, now);
	return state === 'far' ? [] : [words.fixes[state](support.minor, support.end)];
}

function k0sLines(facts: ClusterFacts, words: Text['status']): readonly string[] {
	const {k0s, unit} = facts;
	if (!k0s.known) return [];
	const {version, pid, role, workloads} = k0s.value;
	const state = unit.known ? [`${unit.value.id} ${unit.value.activeState} (${unit.value.subState})`] : [];
	return [
		'',
		visible(
			[
				`k0s ${version}`,
				`${words.facts.pid} ${pid}`,
				`${role} ${words.workloads[`${workloads}`]}`,
				`${words.facts.api} ${words.apiReachable[`${apiAnswer(facts).answers}`]}`,
				...state,
			].join(', '),
		),
	];
}

function listLines(facts: ClusterFacts, {status: words, common}: Text, now: number): readonly string[] {
	// Where nothing runs the verdict has said all there is.
	const silent = new Set(['not-installed', 'not-running', 'needs-root']);
	return clusterTables(facts, words, now).flatMap(({title, part, titles, rows}) => {
		if (part.known) return ['', ...(rows.length === 0 ? [`${title}: ${common.none}`] : textColumns(titles, rows))];
		const {reason, detail} = part.unknown;
		if (silent.has(reason)) return [];
		return ['', visible(`${title}: ${common.unknownBecause(common.reason[reason] ?? reason)} ${detail}`.trimEnd())];
	});
}

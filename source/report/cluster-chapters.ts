import * as ctr from '../command/ctr.js';
import * as k0s from '../command/k0s.js';
import * as kubectl from '../command/kubectl.js';
import type {ClusterFacts} from '../model/cluster.js';
import {reasonText} from '../text/reason.js';
import {troublesHead, verdictText} from '../text/verdict.js';
import {apiAnswer} from '../model/evidence.js';
import {butOf, troubled} from '../model/verdict.js';
import type {Text} from '../text/text.js';
import {clusterTables, type ClusterTable} from './cluster-tables.js';
import {text as words, typed, type Block, type Chapter} from './document.js';
import type {ReportFacts} from './read.js';

/** `k0s status`, the node, what runs, and in which containers. */
export function clusterChapters(facts: ReportFacts, text: Text): readonly Chapter[] {
	const tables = new Map(clusterTables(facts.cluster, text.status, facts.moment).map(table => [table.id, table]));
	const told = (...ids: ReadonlyArray<ClusterTable['id']>): readonly Block[] =>
		ids.flatMap(id => {
			const table = tables.get(id);
			return table ? [tableBlock(table, text)] : [];
		});
	const {chapters, byHand} = text.report;
	return [
		{
			id: 'status',
			title: chapters.status,
			blocks: [
				...verdictBlocks(facts, text),
				...told('nodes'),
				words(byHand),
				typed(k0s.statusText().argv, kubectl.nodesTable().argv),
			],
		},
		{
			id: 'resources',
			title: chapters.resources,
			blocks: [...told('pods', 'services', 'workloads'), words(byHand), typed(kubectl.allTable().argv)],
		},
		{
			id: 'containers',
			title: chapters.containers,
			blocks: [
				...told('containers', 'images'),
				words(byHand),
				typed(...(['container', 'task', 'image'] as const).map(kind => ctr.guideList(kind).argv)),
			],
		},
	];
}

const absent: ReadonlySet<string> = new Set(['not-installed', 'not-running']);

/** A list, or that there is none, or why that is not known. */
function tableBlock({title, titles, rows, part}: ClusterTable, text: Text): Block {
	if (!part.known) {
		const {reason, detail} = part.unknown;
		const named = text.common.reason[reason] ?? reason;
		// Of what is not there at all the tool's name says no more.
		const why = absent.has(reason) || detail === '' ? named : `${named}, ${detail}`;
		return {kind: 'unknown', text: text.report.notRead(title, why)};
	}

	return rows.length === 0 ? words(text.report.none(title)) : {kind: 'table', titles, rows};
}

function verdictBlocks({assessment, cluster}: ReportFacts, text: Text): readonly Block[] {
	const {status, report} = text;
	const {verdict, reasons, warnings, conditions} = assessment;
	return [
		words(report.status.verdict(verdictText(status, {verdict, but: butOf(assessment, cluster)}))),
		...[...reasons, ...warnings].map(reason => words(reasonText(status, reason))),
		...troubleBlocks(cluster, text),
		{
			kind: 'table',
			titles: [report.status.condition, report.status.state],
			rows: conditions.map(({id, state}) => [status.conditionHelp[id], status.conditionStates[state]]),
		},
		...k0sFacts(cluster, text),
	];
}

function troubleBlocks({troubles}: ClusterFacts, {status}: Text): readonly Block[] {
	if (!troubles.known || troubles.value.length === 0) return [];
	return [
		words(troublesHead(status, troubled(troubles.value))),
		{
			kind: 'table',
			titles: [status.columns.namespace, status.columns.pod, status.cause],
			rows: troubles.value.map(trouble => [trouble.namespace, trouble.name, status.causes[trouble.cause](trouble)]),
		},
	];
}

/** What `k0s status` says, and the service as systemd sees it. */
function k0sFacts(cluster: ClusterFacts, {status}: Text): readonly Block[] {
	const {k0s: answer, unit} = cluster;
	const {facts: names} = status;
	const rows: Array<readonly [string, string]> = [];
	if (answer.known) {
		const {version, pid, role, workloads} = answer.value;
		rows.push(
			[names.version, version],
			[names.pid, String(pid)],
			[names.role, `${role} ${status.workloads[`${workloads}`]}`],
			[names.api, status.apiReachable[`${apiAnswer(cluster).answers}`]],
		);
	}

	if (unit.known) rows.push([names.unit, `${unit.value.id}: ${unit.value.activeState} (${unit.value.subState})`]);
	return rows.length === 0 ? [] : [{kind: 'facts', rows}];
}

import {journalWords} from '../engine/journal-fault.js';
import type {Text} from '../text/text.js';
import {clusterChapters} from './cluster-chapters.js';
import type {Report} from './document.js';
import {faultOf, historyChapter, journalUnknown, type HistoryChapter} from './history-chapters.js';
import {attemptsOf} from './history.js';
import {moment} from './moment.js';
import {networkChapters} from './network-chapters.js';
import type {ReportFacts} from './read.js';
import {rulesChapters} from './rules-chapters.js';
import {undoChapter} from './undo-chapter.js';

/** The runbook of a host: what was done, how it stands, how to undo it; in the order of the guide. Pure. */
export function reportOf(facts: ReportFacts, text: Text): Report {
	const {report} = text;
	const {journal, identity} = facts;
	const records = journal.state === 'read' ? journal.reading.records : [];
	const attempts = attemptsOf(records);
	const unknown = journalUnknown(journal, text);
	const ran = (id: HistoryChapter) => historyChapter(id, attempts, unknown, text);
	return {
		title: report.title(identity.name ?? report.unnamedHost),
		facts: factRows(facts, text),
		notes: notesOf(facts, text),
		...(faultOf(journal) !== undefined && {untrusted: true}),
		chapters: [
			...(['preparation', 'hostname', 'firewall', 'install', 'start'] as const).map(id => ran(id)),
			...clusterChapters(facts, text),
			...networkChapters(facts, text),
			...rulesChapters(facts, text),
			ran('demo'),
			undoChapter(records, attempts, unknown, text),
		],
	};
}

function factRows({identity, cluster, assessment, at, moment: seen, kind}: ReportFacts, text: Text): Report['facts'] {
	const {facts: names} = text.report;
	const or = (value: string | null): string => value ?? text.common.unknown;
	return [
		[names.host, or(identity.name)],
		[names.os, or(identity.os)],
		[names.kernel, or(identity.kernel)],
		[names.k0s, versionOf(cluster.version, text)],
		[names.verdict, text.status.verdicts[assessment.verdict]],
		[names.user, or(identity.user)],
		[names.at, moment(at)],
		...(kind === 'recorded' && cluster.asOf !== null ? ([[names.recordedAt, moment(seen)]] as const) : []),
	];
}

function versionOf(version: ReportFacts['cluster']['version'], {common}: Text): string {
	if (version.known) return version.value;
	const {reason} = version.unknown;
	const why = common.reason[reason] ?? reason;
	return reason === 'not-installed' ? why : common.unknownBecause(why);
}

function notesOf({kind, cluster, journal}: ReportFacts, text: Text): readonly string[] {
	const {report} = text;
	const fault = faultOf(journal);
	return [
		report.made,
		...(kind === 'simulated' ? [report.simulated] : []),
		...(kind === 'recorded' ? [report.recorded] : []),
		...(cluster.root === false ? [report.notRoot] : []),
		...(fault === undefined ? [] : [journalWords(fault, text).message, report.journal.partly]),
	];
}

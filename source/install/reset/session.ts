import {defaultDataDir, defaultPodCidr, unitPath, workerUnitPath} from '../../command/k0s-paths.js';
import * as files from '../../command/files.js';
import * as leftovers from '../../command/leftovers.js';
import type {Outcome} from '../../command/outcome.js';
import {readBirths} from '../../read/births.js';
import {isAbsent} from '../../read/file.js';
import {gather} from '../../fact-table/gather.js';
import {executorFor, type SessionParts} from '../session.js';
import {journalFault} from '../../engine/journal-fault.js';
import type {Journal, JournalRecord} from '../../engine/journal.js';
import {recordedUndo} from '../../engine/recorded-undo.js';
import {execStart, startsK0s} from '../../model/unit-file.js';
import type {StepSession} from '../../engine/session-view.js';
import {createStepSession} from '../../engine/session.js';
import {unitFiles, type ResetAnswers, type ResetFacts} from './facts.js';
import {resetFacts} from './fact-table.js';
import {installedAt, kubeletRootOf, oldest, optionIn} from './installed.js';
import type {Kept, Leftover} from './left.js';
import {leftOn} from './leftovers.js';
import {idText} from '../../text/ids.js';
import {resetSteps} from './steps.js';
import {unreadOf} from './unread.js';

export type ResetSession = StepSession<ResetAnswers> & {
	/** Looks again: what is there now, what stays and why. `unread`: what could not be looked at, with the reason. */
	left(): Promise<{
		readonly leftovers: readonly Leftover[];
		readonly kept: readonly Kept[];
		readonly unread: readonly string[];
	}>;
};

/** What a reset must know that is gone when k0s is: its data folder, and what earlier runs set in the firewall. */
async function answersOn(
	{runner, journal, force = false}: SessionParts,
	dataDir: string | undefined,
): Promise<ResetAnswers> {
	const controller = await runner.run(files.readFile(unitPath, 'read-unit'));
	const worker = await runner.run(files.readFile(workerUnitPath, 'read-unit'));
	const unit = isAbsent(controller) ? worker : controller;
	const network = await runner.run(files.readFile('/etc/cni/net.d/10-kuberouter.conflist'));
	const line = lineOf(unit);
	const foreignUnits = [
		{path: unitPath, line: lineOf(controller)},
		{path: workerUnitPath, line: lineOf(worker)},
	].flatMap(each => (each.line === undefined || startsK0s(each.line) ? [] : [{path: each.path, line: each.line}]));
	const found = optionIn(line, 'data-dir');
	const trusted = await recordsOf(journal, force);
	const firewall = ['firewall-commit', 'firewall-trial'].flatMap(step =>
		recordedUndo(trusted ?? [], step).map(({argv}) => argv),
	);
	const folder = dataDir ?? found ?? defaultDataDir;
	const [kind, target] = [await runner.run(leftovers.kindOf(folder)), await runner.run(leftovers.target(folder))];
	const firstUnit = await runner.run(leftovers.births(unitFiles));
	const isLink = kind.kind === 'ok' && / symbolic link$/m.test(kind.stdout);
	const leads = target.kind === 'ok' ? target.stdout.replace(/\n$/, '') : '';
	return {
		dataDir: dataDir ?? found,
		firewall,
		...(foreignUnits.length > 0 && {foreignUnits}),
		target: isLink && leads.startsWith('/') ? leads : null,
		kubeletRoot: kubeletRootOf(line, folder),
		since: installedAt(trusted ?? []) ?? oldest(readBirths(firstUnit)),
		podRanges: [defaultPodCidr, ...(network.kind === 'ok' ? subnetsIn(network.stdout) : [])],
		...(trusted === undefined && {journalUnknown: true as const}),
	};
}

const lineOf = (unit: Outcome): string | undefined =>
	unit.kind === 'ok' && !isAbsent(unit) ? execStart(unit.stdout) : undefined;

/** Undefined: it could not be read or cannot be trusted, so no command is taken from it. */
async function recordsOf(journal: Journal, force: boolean): Promise<readonly JournalRecord[] | undefined> {
	try {
		const reading = await journal.read();
		return journalFault(reading) === undefined || force ? reading.records : undefined;
	} catch {
		return undefined;
	}
}

/** The pods' addresses in a network configuration of the CNI. */
const subnetsIn = (text: string): readonly string[] =>
	[...text.matchAll(/"subnet"\s*:\s*"([\d.a-fA-F:]+\/\d+)"/g)].map(([, subnet = '']) => subnet);

export async function createResetSession(
	parts: SessionParts & {readonly dataDir: string | undefined},
): Promise<ResetSession> {
	const {runner, journal, clock, text, force = false} = parts;
	const answers = await answersOn(parts, parts.dataDir);
	const session = createStepSession({
		name: 'reset',
		steps: resetSteps(idText),
		table: resetFacts,
		last: 'leftovers',
		refuses: runner.readOnly ? 'read-only' : undefined,
		...executorFor<ResetAnswers>('reset', parts),
		...{runner, journal, clock, text, answers, force},
	});
	return Object.assign(session, {
		async left() {
			const {need} = gather(resetFacts, answers, async command => runner.run(command));
			const facts = await need(Object.keys(resetFacts) as Array<keyof typeof resetFacts>);
			return {
				...leftOn(facts as ResetFacts, answers),
				unread: [
					...unreadOf(facts as ResetFacts, text),
					...(answers.journalUnknown ? [text.journal.firewallUnknown] : []),
				],
			};
		},
	});
}

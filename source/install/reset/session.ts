import {join} from 'node:path';
import process from 'node:process';
import * as files from '../../command/files.js';
import {isAbsent} from '../../read/file.js';
import {unitPath} from '../facts.js';
import {gather} from '../gather.js';
import {executorFor, type SessionParts} from '../session.js';
import {recordedUndo} from '../taken-back.js';
import {execStart} from '../unit-file.js';
import type {Walk} from '../walk-view.js';
import {createWalk} from '../walk.js';
import {hostFolders} from '../worker/folders.js';
import {resetFacts, type ResetAnswers} from './facts.js';
import {leftoversOf, type Leftover} from './leftovers.js';
import {resetSteps} from './steps.js';

export type ResetSession = Walk<ResetAnswers> & {
	/** Looks again: what is there now. `unread`: kinds that could not be looked at, with the reason. */
	left(): Promise<{readonly leftovers: readonly Leftover[]; readonly unread: readonly string[]}>;
};

/** What a reset must know that is gone when k0s is: its data folder, and what earlier runs set in the firewall. */
async function answersOn({runner, journal}: SessionParts, dataDir: string | undefined): Promise<ResetAnswers> {
	const unit = await runner.run(files.readFile(unitPath, 'read-unit'));
	const line = unit.kind === 'ok' && !isAbsent(unit) ? execStart(unit.stdout) : undefined;
	const found = /(?:^|\s)--data-dir[= ](\S+)/.exec(line ?? '')?.[1]?.replaceAll(String.raw`\x20`, ' ');
	const {records} = await journal.read().catch(() => ({records: []}));
	const firewall = ['firewall-commit', 'firewall-trial'].flatMap(step =>
		recordedUndo(records, step).map(({argv}) => argv),
	);
	return {dataDir: dataDir ?? found, firewall, backup: join(hostFolders(process.env).state, 'backup')};
}

export async function createResetSession(
	parts: SessionParts & {readonly dataDir: string | undefined},
): Promise<ResetSession> {
	const {runner, journal, clock, text} = parts;
	const answers = await answersOn(parts, parts.dataDir);
	const walk = createWalk({
		name: 'reset',
		steps: resetSteps(text),
		table: resetFacts,
		last: 'leftovers',
		refuses: runner.readOnly ? 'read-only' : undefined,
		...executorFor<ResetAnswers>('reset', parts),
		...{runner, journal, clock, text, answers},
	});
	return Object.assign(walk, {
		async left() {
			const {need} = gather(resetFacts, answers, async command => runner.run(command));
			const facts = await need(Object.keys(resetFacts) as Array<keyof typeof resetFacts>);
			const unread = Object.entries(facts).flatMap(([name, reading]) =>
				[reading].flat().flatMap(each => {
					const unknown = 'known' in each && !each.known ? each.unknown : undefined;
					if (unknown === undefined || fine.includes(unknown.reason)) return [];
					return [`${name} (${text.common.reason[unknown.reason] ?? unknown.reason})`];
				}),
			);
			return {leftovers: leftoversOf(facts as Parameters<typeof leftoversOf>[0], answers), unread};
		},
	});
}

/** What is not on the host holds nothing. */
const fine: readonly string[] = ['tool-missing', 'not-installed', 'not-running'];

import * as files from '../../command/files.js';
import {idText} from '../../text/ids.js';
import type {SeeingSession} from '../../engine/session-view.js';
import {createStepSession} from '../../engine/session.js';
import {executorFor, type SessionParts} from '../session.js';
import {archivesIn, backupFacts, type BackupAnswers, type BackupFacts} from './facts.js';
import {backupSteps} from './steps.js';

export type BackupSession = SeeingSession<BackupFacts, BackupAnswers>;

/** Archives that are in the folder before: what is new after a run is what it made. */
export async function backupAnswers({runner}: Pick<SessionParts, 'runner'>, folder: string): Promise<BackupAnswers> {
	const before = archivesIn(await runner.run(files.listFolder(folder)));
	return {folder, known: before.known ? before.value : []};
}

export async function createBackupSession(parts: SessionParts & {readonly folder: string}): Promise<BackupSession> {
	const {runner, journal, clock, text, force = false} = parts;
	const answers = await backupAnswers(parts, parts.folder);
	return createStepSession({
		name: 'backup',
		steps: backupSteps(idText),
		table: backupFacts,
		last: 'seal',
		refuses: runner.readOnly ? 'read-only' : undefined,
		...executorFor<BackupAnswers>('backup', parts),
		...{runner, journal, clock, text, answers, force},
	});
}

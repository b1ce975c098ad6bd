import type {StepSession} from '../../engine/session-view.js';
import {upkeepText} from '../../text/upkeep.js';
import {defaultAnswers} from '../answers.js';
import {defaultBackupFolder} from '../backup/folder.js';
import {createBackupSession} from '../backup/session.js';
import {createRestoreSession} from '../restore/session.js';
import type {SessionParts} from '../session.js';
import {createUpgradeSession} from '../upgrade/session.js';
import type {UpkeepWanted} from './wanted.js';

/** Of an upgrade, a backup or a restore: what a screen may see of it. */
export type UpkeepSession = StepSession<unknown>;

/** The list of steps that was asked for. Its sentences are loaded with it. */
export async function createUpkeepSession(parts: SessionParts, wanted: UpkeepWanted): Promise<UpkeepSession> {
	await upkeepText(parts.text);
	switch (wanted.kind) {
		case 'backup': {
			return seen(await createBackupSession({...parts, folder: wanted.folder ?? defaultBackupFolder()}));
		}

		case 'restore': {
			return seen(await createRestoreSession({...parts, file: wanted.file, answers: defaultAnswers}));
		}

		case 'upgrade': {
			const answers = {...defaultAnswers, version: wanted.to, airgapBundle: wanted.bundle};
			return seen(await createUpgradeSession({...parts, folder: wanted.folder ?? defaultBackupFolder(), answers}));
		}
	}
}

/** Screens look at steps, never at the answers of one list. */
const seen = (session: unknown): UpkeepSession => session as UpkeepSession;

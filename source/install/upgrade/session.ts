import * as files from '../../command/files.js';
import * as k0s from '../../command/k0s.js';
import {unitPath, workerUnitPath} from '../../command/k0s-paths.js';
import {idText} from '../../text/ids.js';
import type {SeeingSession} from '../../engine/session-view.js';
import {createStepSession} from '../../engine/session.js';
import {dataPath} from '../../model/unit-file.js';
import {readK0sStatus} from '../../read/k0s/status.js';
import {readK0sVersion} from '../../read/k0s/version.js';
import type {InstallAnswers} from '../answers.js';
import {executorFor, type SessionParts} from '../session.js';
import {backupAnswers} from '../backup/session.js';
import {upgradeFacts, type UpgradeAnswers, type UpgradeFacts} from './facts.js';
import {ofNewest, resumedOf} from './going-back.js';
import {backStep, upgradeGoesBack, upgradeSteps} from './steps.js';

export type UpgradeSession = SeeingSession<UpgradeFacts, UpgradeAnswers>;

/** `folder`: where the backup goes. What ran before, and the backup of a run that was cut off, tells the journal. */
export async function createUpgradeSession(
	parts: SessionParts & {readonly answers: InstallAnswers; readonly folder: string},
): Promise<UpgradeSession> {
	const {runner, journal, clock, text, force = false, folder} = parts;
	const records = await journal.read().then(
		reading => reading.records,
		() => [],
	);
	const resumed = resumedOf(records, parts.answers.version);
	const [status, version, controllerFile, workerFile] = await Promise.all([
		runner.run(k0s.status()),
		runner.run(k0s.version()),
		runner.run(files.readFile(unitPath, 'read-unit')),
		runner.run(files.readFile(workerUnitPath, 'read-unit')),
	]);
	// k0s itself looks for a controller first.
	const isWorker = controllerFile.kind !== 'ok' && workerFile.kind === 'ok';
	const unit = isWorker ? workerFile : controllerFile;
	const running = readK0sStatus(status);
	const placed = readK0sVersion(version);
	const now = running.known ? running.value.version : placed.known ? placed.value : null;
	const answers: UpgradeAnswers = {
		...parts.answers,
		...(await backupAnswers(parts, folder)),
		// Where the images go that k0s imports at its start.
		dataDir: unit.kind === 'ok' ? dataPath(unit.stdout) : undefined,
		from: resumed?.from ?? now,
		archive: resumed?.archive ?? null,
		...(isWorker && {role: 'worker' as const, resumed: resumed !== undefined}),
		kine: unit.kind === 'ok' && /--single\b/.test(unit.stdout),
	};
	return createStepSession({
		name: 'upgrade',
		steps: upgradeSteps(idText),
		after: backStep(idText),
		goesBack: upgradeGoesBack,
		undoes: ofNewest,
		table: upgradeFacts,
		last: 'healthy-new',
		refuses: runner.readOnly ? 'read-only' : undefined,
		...executorFor<UpgradeAnswers>('upgrade', parts),
		...{runner, journal, clock, text, answers, force},
	});
}

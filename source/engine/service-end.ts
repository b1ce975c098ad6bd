import {ownDataFolder} from '../model/data-folder.js';
import {unitName} from '../command/k0s-paths.js';
import type {Command} from '../command/command.js';
import * as k0s from '../command/k0s.js';
import {endProcesses} from '../command/processes.js';
import * as systemd from '../command/systemd.js';

/**
 * What undoes a start. k0s's own stop may leave processes (a stop that timed out kills k0s alone) and a unit that systemd
 * keeps as failed, which k0s neither starts nor stops any more. Each has its own probe (`undo-effects.ts`).
 */
export const stopping = (dataDir: string | undefined, unit = unitName): readonly Command[] => [
	k0s.stop(),
	endProcesses(ownDataFolder(dataDir), 'control-plane'),
	systemd.resetFailed(unit),
];

/** What undoes an install: what still runs goes before the accounts that it runs as. */
export const resetting = (dataDir: string | undefined, unit = unitName): readonly Command[] => [
	endProcesses(ownDataFolder(dataDir), 'control-plane'),
	systemd.resetFailed(unit),
	k0s.reset(dataDir),
	endProcesses(ownDataFolder(dataDir), 'all'),
];

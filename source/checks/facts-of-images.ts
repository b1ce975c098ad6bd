import * as ctr from '../command/ctr.js';
import * as files from '../command/files.js';
import * as k0s from '../command/k0s.js';
import * as kubectl from '../command/kubectl.js';
import {isWorkerUnit} from '../command/k0s-paths.js';
import {dataFolderOf} from '../fact-table/k0s-facts.js';
import {first} from '../fact-table/one-fact.js';
import {unknown} from '../facts/reading.js';
import {readContainers, readImages} from '../read/ctr-tables.js';
import {readFolder} from '../read/file.js';
import {readK0sStatus} from '../read/k0s/status.js';
import {readAll} from '../read/kubectl/get.js';
import {only, type Table} from './fact-asks.js';
import type {Facts} from './facts.js';

const idle = unknown('not-running', 'k0s');

const runs = ({controllerUnit: unit}: Partial<Facts>): boolean =>
	unit?.known === true && unit.value.activeState === 'active';
const isController = ({controllerUnit: unit}: Partial<Facts>): boolean =>
	unit?.known === true && !isWorkerUnit(unit.value.id);

/** Images on this host, and everything that could name one. */
export const imageFacts = {
	images: {
		after: ['controllerUnit'],
		commands: (_, facts) => (runs(facts) ? only(ctr.images()) : []),
		read: outcomes => first(outcomes, readImages, idle),
	},
	containers: {
		after: ['controllerUnit'],
		commands: (_, facts) => (runs(facts) ? only(ctr.containers()) : []),
		read: outcomes => first(outcomes, readContainers, idle),
	},
	objects: {
		after: ['controllerUnit'],
		commands: (_, facts) => (runs(facts) && isController(facts) ? only({...kubectl.all(), deadline: 5000}) : []),
		read: outcomes => first(outcomes, readAll, idle),
	},
	k0sStatus: {
		after: ['controllerUnit'],
		commands: (_, facts) => (runs(facts) ? only(k0s.status()) : []),
		read: outcomes => first(outcomes, readK0sStatus, idle),
	},
	bundles: {
		after: ['unitFile'],
		commands: (options, facts) => only(files.listFolder(`${dataFolderOf(options, facts)}/images`)),
		read: outcomes => first(outcomes, readFolder),
	},
} satisfies Partial<Table>;

import type {Command} from '../../command/command.js';
import * as ctr from '../../command/ctr.js';
import * as k0s from '../../command/k0s.js';
import * as kubectl from '../../command/kubectl.js';
import * as asks from '../../command/usage.js';
import type {RawCommand} from '../raw/outputs.js';
import type {SectionId} from './state.js';

/** What a person would type to see the same. */
const commandsOf = (section: SectionId): readonly Command[] => {
	switch (section) {
		case 'containers': {
			return [ctr.containers(), ctr.tasks()];
		}

		case 'images': {
			return [ctr.images()];
		}

		case 'nodes': {
			return [kubectl.nodesTable(), kubectl.nodes()];
		}

		case 'usage': {
			const {cpuTimes, memory, loadAverage, nodeMetrics, podMetrics, podGroups} = asks;
			return [cpuTimes(), memory(), loadAverage(), nodeMetrics(), podMetrics(), podGroups()];
		}

		default: {
			return [k0s.statusText(), kubectl.nodesTable(), kubectl.allTable()];
		}
	}
};

/** What the raw pane of a list asks. */
export const rawCommandsOf = (section: SectionId): readonly RawCommand[] =>
	commandsOf(section).map(command => ({command}));

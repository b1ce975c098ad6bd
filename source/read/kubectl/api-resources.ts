import type {Outcome} from '../../command/outcome.js';
import type {ApiKind} from '../../facts/browse.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import {firstLine} from '../reading.js';
import {readTable} from '../text-table.js';
import {readKubectl} from './answer.js';

/**
 * `kubectl api-resources` (1.34). Where one group does not answer (metrics-server is down) kubectl prints all others, says
 * so on standard error and ends with 1: a part, with a note.
 */
export function readApiResources(outcome: Outcome): Reading<readonly ApiKind[]> {
	const partly = outcome.kind === 'failed' && outcome.stdout.startsWith('NAME ');
	if (outcome.kind !== 'ok' && !partly) {
		const why = readKubectl(outcome);
		return why.known ? unknown('unreadable', firstLine(outcome.stdout)) : why;
	}

	if (outcome.stdoutCut > 0) return unknown('cut', 'kubectl');
	const {titles, rows, notes} = readTable(outcome.stdout.split('\n'), 2);
	if (!['NAME', 'APIVERSION', 'NAMESPACED', 'KIND'].every(title => titles.includes(title))) {
		return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	}

	const missing: readonly Note[] = partly ? [{line: firstLine(outcome.stderr), reason: 'a part of the kinds'}] : [];
	return known(
		rows.map(cell => {
			const [version = '', group = ''] = cell('APIVERSION').split('/').toReversed();
			return {
				plural: cell('NAME'),
				shortNames: cell('SHORTNAMES').split(',').filter(Boolean),
				...{group, version},
				namespaced: cell('NAMESPACED') === 'true',
				kind: cell('KIND'),
			};
		}),
		[...notes, ...missing],
	);
}

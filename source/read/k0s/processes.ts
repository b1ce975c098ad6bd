import type {K0sProcess} from '../../facts/host.js';
import {known, unknown, type Note} from '../../facts/reading.js';
import {notOk, type Reader} from '../reading.js';

/**
 * What `command/processes.ts` lists: `2771 48211 2475 control-plane k0scontroller.service /var/lib/k0s/bin/etcd`, by process
 * id. Another user than root sees no other user's executable: `needs-root`, and not an empty list (the runner says so).
 */
export const readK0sProcesses: Reader<readonly K0sProcess[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'k0s processes');
	const notes: Note[] = [];
	const rows = outcome.stdout.split('\n').flatMap(line => {
		if (line === '') return [];
		const match = /^(\d+) (\d+) (\d+) (control-plane|shim|pod) (\S+) (.+)$/.exec(line);
		if (!match) {
			notes.push({line, reason: 'not a process: passed over'});
			return [];
		}

		const [, pid, start = '', parent, kind, unit = '-', path = ''] = match;
		return [
			{
				pid: Number(pid),
				start,
				parent: Number(parent),
				kind: kind as K0sProcess['kind'],
				unit: unit === '-' ? null : unit,
				name: path.split('/').at(-1) ?? path,
			},
		];
	});
	return rows.length === 0 && notes.length > 0
		? unknown('unreadable', notes[0]?.line.slice(0, 200) ?? '')
		: known(rows, notes);
};

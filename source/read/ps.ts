import {known} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/** A process as its owner knows it. `unit` null: of no service. */
export type Owner = {readonly unit: string | null; readonly name: string};

/**
 * `ps -ww -o pid=,unit=,args= -p PID,…` (procps 3.3.10 and newer): ` 812 nginx.service  nginx: master process …`, by process
 * id. Exit 1 when none of them is there any more. The name is the program's: threads of some runtimes rename themselves.
 */
export const readOwners: Reader<ReadonlyMap<number, Owner>> = outcome => {
	const gone = outcome.kind === 'failed' && outcome.exit === 1 && outcome.stderr === '';
	const bad = gone ? undefined : notOk(outcome);
	if (bad) return bad;
	const owners = outcome.stdout.split('\n').flatMap(line => {
		const match = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line);
		if (!match) return [];
		const [, pid = '', unit = '', args = ''] = match;
		const [program = ''] = args.split(/[\s:]/, 1);
		const name = program.split('/').at(-1) ?? '';
		return [[Number(pid), {unit: /\.service$/.test(unit) ? unit : null, name}] as const];
	});
	return known(new Map(owners));
};

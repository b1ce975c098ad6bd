import type {CpuTimes, LoadAverage} from '../facts/usage.js';
import {required} from './file.js';
import type {Reader} from './reading.js';

/**
 * /proc/stat (any kernel): `cpu  user nice system idle iowait irq softirq steal guest guest_nice` in ticks, then a line for
 * each processor. Time of guests is part of user and nice already.
 */
export const readCpuTimes: Reader<CpuTimes> = outcome =>
	required(outcome, text => {
		const line = /^cpu +(\d+(?: \d+){3,})$/m.exec(text)?.[1];
		if (line === undefined) return undefined;
		const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = line
			.split(' ')
			.map(Number);
		const busy = user + nice + system + irq + softirq + steal;
		return {busy, total: busy + idle + iowait, count: [...text.matchAll(/^cpu\d+ /gm)].length};
	});

/** /proc/loadavg: `0.31 0.24 0.12 1/184 4410`. */
export const readLoadAverage: Reader<LoadAverage> = outcome =>
	required(outcome, text => {
		const match = /^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+) /.exec(text);
		return match ? ([Number(match[1]), Number(match[2]), Number(match[3])] as const) : undefined;
	});

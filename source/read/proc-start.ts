import {required} from './file.js';
import type {Reader} from './reading.js';

/** Ticks a second of every Linux that user space sees (USER_HZ). */
const ticks = 100;

/**
 * `cat -- /proc/self/stat`: milliseconds from the boot to the start of that very cat (field 22). The command's name, in
 * parentheses, may hold blanks. Unlike /proc/uptime it tells the same inside a container as outside.
 */
export const readProcStart: Reader<number> = outcome =>
	required(outcome, text => {
		const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
		const value = Number(fields[19]);
		return fields.length > 20 && Number.isFinite(value) && value > 0 ? (value / ticks) * 1000 : undefined;
	});

import type {Limit} from '../facts/host.js';
import {required} from './file.js';
import type {Reader} from './reading.js';

/** /proc/self/limits: the line `Max open files   1024   524288   files`. */
export const readOpenFiles: Reader<Limit> = outcome =>
	required(outcome, text => {
		const match = /^Max open files\s+(\d+|unlimited)\s+(\d+|unlimited)\s/m.exec(text);
		const number = (word = ''): number => (word === 'unlimited' ? Number.POSITIVE_INFINITY : Number(word));
		return match ? {soft: number(match[1]), hard: number(match[2])} : undefined;
	});

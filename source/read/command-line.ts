import {required} from './file.js';
import type {Reader} from './reading.js';

/** /proc/cmdline: the words that the running kernel was started with, in their order. */
export const readCommandLine: Reader<readonly string[]> = outcome =>
	required(outcome, text => text.split(/\s+/).filter(Boolean));

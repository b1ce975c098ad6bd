import type * as files from '../command/files.js';
import type {FactTable} from '../fact-table/fact.js';
import {unknown, type Reading} from '../facts/reading.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';

export type Table = FactTable<Facts, CheckOptions>;

export const only = (command: ReturnType<typeof files.readFile>) => [command];

export const present = <T>(reading: Reading<T | null>, what: string): Reading<T> =>
	reading.known && reading.value === null ? unknown('not-installed', what) : (reading as Reading<T>);

export const noK0s = unknown('not-installed', 'k0s');

import type {Memory} from '../facts/host.js';
import {required} from './file.js';
import type {Reader} from './reading.js';

/** /proc/meminfo: `MemTotal:       24684084 kB`, kB being 1024 bytes. */
export const readMemory: Reader<Memory> = outcome =>
	required(outcome, text => {
		const bytes = (key: string): number | undefined => {
			const match = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text);
			return match ? Number(match[1]) * 1024 : undefined;
		};

		const total = bytes('MemTotal');
		if (total === undefined) return undefined;
		return {total, available: bytes('MemAvailable') ?? null, swap: bytes('SwapTotal') ?? 0};
	});

import type {UnitStart} from '../facts/host.js';
import {mapReading} from '../facts/reading.js';
import type {Reader} from './reading.js';
import {readUnit} from './systemctl-show.js';

/**
 * `systemctl show UNIT` (systemd 252): when it became active by the wall clock and by the clock that only ever grows; null
 * when it does not run. Both are of the same moment, so that a later look tells whether the wall clock was set since.
 */
export const readUnitStart: Reader<UnitStart | null> = outcome =>
	mapReading(readUnit(outcome), ({activeSince, activeSinceMono}) =>
		activeSince === null || activeSinceMono === null ? null : {wall: activeSince, mono: activeSinceMono},
	);

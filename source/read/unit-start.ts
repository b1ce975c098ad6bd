import type {UnitStart} from '../model/host.js';
import {known, mapReading, type Reader} from './reading.js';
import {readUnit} from './systemctl-show.js';

/**
 * `systemctl show UNIT` (systemd 252): when it became active by the wall clock and by the clock that only ever grows; null
 * when it does not run. Both are of the same moment, so that a later look tells whether the wall clock was set since.
 */
export const readUnitStart: Reader<UnitStart | null> = outcome => {
	const unit = readUnit(outcome);
	if (!unit.known) return unit;
	const {activeSince} = unit.value;
	const mono = Number(/^ActiveEnterTimestampMonotonic=(\d+)$/m.exec(outcome.stdout)?.[1] ?? 0);
	if (activeSince === null || mono === 0) return known(null);
	return mapReading(unit, () => ({wall: activeSince, mono: Math.round(mono / 1000)}));
};

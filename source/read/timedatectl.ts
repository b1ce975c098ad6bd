import type {TimeSync} from '../facts/host.js';
import {known, unknown} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/** `timedatectl show --property=NTP --property=NTPSynchronized --property=CanNTP` (systemd 252): `NTP=yes`, `NTPSynchronized=no`, `CanNTP=yes`. */
export const readTimeSync: Reader<TimeSync> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const of = (key: string): boolean | null => {
		const match = new RegExp(`^${key}=(yes|no)$`, 'm').exec(outcome.stdout);
		return match ? match[1] === 'yes' : null;
	};

	const sync = {ntp: of('NTP'), synchronized: of('NTPSynchronized'), can: of('CanNTP')};
	return sync.ntp === null && sync.synchronized === null
		? unknown('unreadable', outcome.stdout.slice(0, 200))
		: known(sync);
};

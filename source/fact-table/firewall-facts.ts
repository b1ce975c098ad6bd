import * as firewallCmd from '../command/firewall-cmd.js';
import {known, type Reading} from '../facts/reading.js';
import type {Firewall} from '../model/firewall.js';
import {readDefaultZone, readZones} from '../read/firewall/zones.js';
import {unasked, type OneFact} from './one-fact.js';

/** firewalld's default zone, and its zones at run time and on the disk: known together, or not. */
export const firewallFact: OneFact<Reading<Firewall>> = {
	commands: () => [firewallCmd.defaultZone(), firewallCmd.allZones(), firewallCmd.allZones(true)],
	read([zone, now, then]) {
		const defaultZone = readDefaultZone(zone ?? unasked);
		const runtime = readZones(now ?? unasked);
		const permanent = readZones(then ?? unasked);
		if (!defaultZone.known) return defaultZone;
		if (!runtime.known) return runtime;
		if (!permanent.known) return permanent;
		return known({defaultZone: defaultZone.value, runtime: runtime.value, permanent: permanent.value});
	},
};

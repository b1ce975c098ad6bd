import type {Command} from '../command/command.js';
import * as firewall from '../command/firewall-cmd.js';
import type {Outcome} from '../command/outcome.js';
import type {Firewall} from '../model/firewall.js';
import {readDefaultZone, readZones} from '../read/firewall/zones.js';
import {known, type Reading} from '../facts/reading.js';

/** Stands where no command was asked. */
export const unasked: Outcome = {
	kind: 'aborted',
	argv: [],
	exit: null,
	signal: null,
	stdout: '',
	stderr: '',
	stdoutCut: 0,
	stderrCut: 0,
	startedAt: 0,
	ms: 0,
};

type OneFact<V> = {
	readonly commands: () => readonly Command[];
	readonly read: (outcomes: readonly Outcome[]) => V;
};

/** A fact of one command. */
export const one = <V>(ask: Command, read: (outcome: Outcome) => V): OneFact<V> => ({
	commands: () => [ask],
	read: ([outcome]) => read(outcome ?? unasked),
});

/** firewalld's default zone, and its zones at run time and on the disk: known together, or not. */
export const firewallFact: OneFact<Reading<Firewall>> = {
	commands: () => [firewall.defaultZone(), firewall.allZones(), firewall.allZones(true)],
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

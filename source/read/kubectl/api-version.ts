import type {Outcome} from '../../command/outcome.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {notOk} from '../reading.js';

/** `gitVersion` of the API's `/version` (Kubernetes 1.34): `v1.34.1+k0s`. */
export function readApiVersion(outcome: Outcome): Reading<string> {
	const bad = notOk(outcome);
	if (bad) return bad;
	const version = /"gitVersion":\s*"(v\d[\w.+-]*)"/.exec(outcome.stdout)?.[1];
	return version === undefined ? unknown('unreadable', outcome.stdout.slice(0, 100)) : known(version);
}

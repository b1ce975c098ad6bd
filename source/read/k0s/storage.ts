import type {Outcome} from '../../command/outcome.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {asObject, asText, at} from '../json-value.js';
import {readK0sStatus} from './status.js';

/** Where a k0s that runs keeps its data, as it says itself. */
export type Storage = {
	readonly role: string;
	readonly singleNode: boolean;
	/** etcd or kine; null: not said. */
	readonly type: string | null;
	/** etcd is another cluster's. */
	readonly external: boolean;
	/** Of kine: `sqlite://file:/var/lib/k0s/db/state.db?…`, or another database; its password is not kept. */
	readonly source: string | null;
	/** The configuration that it was started with, whether there is such a file or not. */
	readonly configPath: string | null;
	readonly dataDir: string | null;
};

/** `k0s status --out json` (1.34 to 1.36): `ClusterConfig.spec.storage` and `K0sVars`. */
export function readStorage(outcome: Outcome): Reading<Storage> {
	const status = readK0sStatus(outcome);
	if (!status.known) return status;
	let parsed: unknown;
	try {
		// A warning before it may hold a brace.
		parsed = JSON.parse(outcome.stdout.slice(/^\{/m.exec(outcome.stdout)?.index));
	} catch {
		return unknown('unreadable', 'k0s status');
	}

	const storage = at(parsed, 'ClusterConfig', 'spec', 'storage');
	const vars = asObject(at(parsed, 'K0sVars'));
	const external = at(storage, 'etcd', 'externalCluster');
	return known({
		role: status.value.role,
		singleNode: status.value.singleNode === true,
		type: asText(at(storage, 'type')),
		external: typeof external === 'object' && external !== null,
		// A password may hold `/` and `@`: all before the last `@` is taken for it.
		source: asText(at(storage, 'kine', 'dataSource'))?.replace(/\/\/.*@/s, '//…@') ?? null,
		configPath: asText(vars['StartupConfigPath']),
		dataDir: asText(vars['DataDir']),
	});
}

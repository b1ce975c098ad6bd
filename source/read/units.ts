import {known} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/** Units by name (`k3s.service`), those that systemd knows. */
export type UnitStates = ReadonlyMap<string, {readonly active: string; readonly sub: string}>;

/** `systemctl show UNIT… --property Id,LoadState,ActiveState,SubState` (systemd 252): blocks with a blank line between. */
export const readUnits: Reader<UnitStates> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const units = new Map<string, {active: string; sub: string}>();
	for (const block of outcome.stdout.split(/\n\s*\n/)) {
		const fields = new Map(block.split('\n').map(line => [line.split('=', 1)[0] ?? '', line.replace(/^[^=]*=/, '')]));
		const id = fields.get('Id');
		if (!id || fields.get('LoadState') === 'not-found') continue;
		units.set(id, {active: fields.get('ActiveState') ?? '', sub: fields.get('SubState') ?? ''});
	}

	return known(units);
};

/**
 * `systemctl show UNIT --property Environment` (systemd 252 to 262): `Environment=HTTPS_PROXY=http://p:3128 "NO_PROXY=a, b"`;
 * what a shell would not leave alone is quoted, with `\` before `"`, `$` and itself.
 */
export const readEnvironment: Reader<ReadonlyMap<string, string>> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const line = /^Environment=(.*)$/m.exec(outcome.stdout)?.[1] ?? '';
	const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"|\$?'((?:[^'\\]|\\.)*)'|(\S+)/g)].map(
		([, double, single, bare]) => bare ?? (double ?? single ?? '').replaceAll(/\\(.)/g, '$1'),
	);
	return known(
		new Map(
			words.filter(word => word.includes('=')).map(word => [word.split('=', 1)[0] ?? '', word.replace(/^[^=]*=/, '')]),
		),
	);
};

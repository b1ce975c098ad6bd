import {readFileSync} from 'node:fs';
import {expect} from 'vitest';
import {violations} from './json-schema.js';
import type {TestHost, User} from './test-host.js';

const schema = JSON.parse(readFileSync(new URL('../../docs/schema/check-1.json', import.meta.url), 'utf8')) as Readonly<
	Record<string, unknown>
>;

export type Check = {
	readonly id: string;
	readonly result: string;
	readonly found: string;
	readonly remedy: {readonly applies: boolean; readonly note: string} | null;
};
export type Fix = {readonly id: string; readonly state: string; readonly found: string};
export type Look = {
	readonly exit: number | null;
	readonly checks: ReadonlyMap<string, Check>;
	readonly fixes: readonly Fix[];
};

export type Options = {readonly user?: User; readonly env?: readonly string[]};

/** `check --json` within the host, which holds to the schema. */
export async function lookAt(
	host: TestHost,
	args: readonly string[] = [],
	{user = 'root', env = []}: Options = {},
): Promise<Look> {
	const argv = ['env', ...env, ...host.tuiArgv, 'check', '--json', ...args];
	const {exit, stdout, stderr} = await host.exec(argv, {user, milliseconds: 150_000});
	expect(stdout, stderr).toMatch(/^\{/);
	const json = JSON.parse(stdout) as {checks?: readonly Check[]; fixes?: readonly Fix[]};
	if (json.checks) expect(violations(schema, json)).toEqual([]);
	return {exit, checks: new Map((json.checks ?? []).map(check => [check.id, check])), fixes: json.fixes ?? []};
}

/** The results that are other ones than those of `old`. */
export const turned = (now: Look, old: Look): Record<string, string> =>
	Object.fromEntries(
		[...now.checks.values()]
			.filter(({id, result}) => result !== old.checks.get(id)?.result)
			.map(({id, result}) => [id, result]),
	);

import {readFileSync} from 'node:fs';
import {afterEach, describe, expect, test} from 'vitest';
import {check} from '../../source/commands/check.js';
import type {Values} from '../../source/commands/option.js';
import {runHeadless} from '../../source/commands/run.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';
import {violations} from '../support/json-schema.js';

/** `check --fix` from the command line to the object on standard output, and the schema of that object. */
const schema = JSON.parse(readFileSync(new URL('../../docs/schema/check-1.json', import.meta.url), 'utf8')) as Readonly<
	Record<string, unknown>
>;

const closing: Runner[] = [];
afterEach(async () => {
	for (const runner of closing.splice(0)) await runner.close();
});

type Printed = {
	readonly checks: ReadonlyArray<{readonly id: string; readonly result: string}>;
	readonly fixes?: ReadonlyArray<Readonly<Record<string, unknown>>>;
	readonly error?: Readonly<Record<string, unknown>>;
	readonly run?: string | null;
};

function host(faults: Faults = {}, readOnly = false) {
	const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed: 2000, faults}), {readOnly});
	closing.push(runner);
	return async (values: Values) => {
		let out = '';
		let err = '';
		const exit = await runHeadless(
			check,
			{
				...{runner, values, positionals: []},
				text: catalogue('en'),
				settings: settingsFrom({'read-only': readOnly, ...values}),
				signal: new AbortController().signal,
			},
			{out: text => (out += text), err: text => (err += text)},
		);
		return {exit, out, err, json: () => JSON.parse(out) as Printed};
	};
}

const extra = {missingModules: ['br_netfilter', 'ip_set']};
const result = (printed: Printed, id: string) => printed.checks.find(each => each.id === id)?.result;

describe('check --fix', () => {
	test('without --yes it prints the plan, runs nothing and exits 2', async () => {
		const run = host(extra);
		const {exit, out, err} = await run({fix: 'kernel-modules'});
		expect(exit).toBe(2);
		expect(out.split('\n').slice(0, 2)).toEqual([
			'Kernel modules on disk:',
			'  # dnf install -y kernel-modules-extra-6.12.0-124.el10.x86_64',
		]);
		expect(err).toContain('add --yes');
		expect(result((await run({json: true})).json(), 'kernel-modules')).toBe('fail');
	});

	test('with --yes it mends, tells what it does, and checks again', async () => {
		const run = host(extra);
		expect((await run({json: true})).exit).toBe(1);
		const {exit, err, json} = await run({fix: 'kernel-modules,firewall-pods', yes: true, json: true});
		expect(exit).toBe(0);
		expect(err).toContain('dnf install -y kernel-modules-extra-');
		expect(result(json(), 'kernel-modules')).toBe('pass');
		expect(result(json(), 'firewall-pods')).toBe('pass');
		expect(json().run).toMatch(/^remedy-/);
		expect(json().fixes).toEqual([
			expect.objectContaining({id: 'kernel-modules', state: 'done', commands: [expect.arrayContaining(['dnf'])]}),
			expect.objectContaining({id: 'firewall-pods', state: 'done'}),
		]);
		expect(violations(schema, json())).toEqual([]);
	});

	test('what needs nothing is said and is no failure; what takes a person is one', async () => {
		const run = host();
		const fine = await run({fix: 'localhost', yes: true, json: true, only: 'localhost'});
		expect(fine.exit).toBe(0);
		expect(fine.json().fixes).toMatchObject([{id: 'localhost', state: 'done', commands: []}]);
		const person = await run({fix: 'address-dynamic', yes: true, json: true, only: 'localhost'});
		expect(person.exit).toBe(1);
		expect(person.json().fixes).toMatchObject([{id: 'address-dynamic', state: 'blocked'}]);
		expect(violations(schema, person.json())).toEqual([]);
	});

	test('a read-only run refuses: exit 3', async () => {
		const {exit, json} = await host(extra, true)({fix: 'kernel-modules', yes: true, json: true});
		expect(exit).toBe(3);
		expect(json().error).toMatchObject({code: 'read-only'});
	});
});

describe('the schema of check --json', () => {
	test('holds for what is printed', async () => {
		const {json} = await host(extra)({json: true});
		expect(violations(schema, json())).toEqual([]);
		expect(json().checks.length).toBeGreaterThan(65);
	});

	test('does not hold for less, for more, or for other words', async () => {
		const whole = (await host()({json: true, only: 'memory'})).json() as unknown as Record<string, unknown>;
		const [one] = whole['checks'] as Array<Record<string, unknown>>;
		const {summary: _, ...less} = whole;
		for (const broken of [
			less,
			{...whole, schema: 'k0s-tui/check/2'},
			{...whole, checks: [{...one, result: 'good'}]},
			{...whole, checks: [{...one, found: ''}]},
			{...whole, checks: [{...one, colour: 'red'}]},
			{...whole, checks: [{...one, evidence: [{argv: [], exit: 0, kind: 'ok', lines: []}]}]},
			{...whole, checks: {}},
			{...whole, summary: {pass: -1, warn: 0, fail: 0, skip: 0, unknown: 0}},
			{...whole, time: 'yesterday'},
		]) {
			expect(violations(schema, broken)).not.toEqual([]);
		}
	});
});

import {setTimeout as sleep} from 'node:timers/promises';
import type {TestHost} from '../support/test-host.js';
import {probed} from './findings.js';
import {namespace} from './kinds.js';
import {ask, type Step} from './step.js';

// What `reach --policies` proposes where a policy stops somebody: applied as it stands, it lets exactly that pass.

/** Stopped by what is allowed in, by what is allowed out, and by both. */
const stopped: ReadonlyArray<readonly [from: string, to: string]> = [
	['web-b', 'web-a:8081'],
	['client', 'dns:5353'],
	['client', 'hostport:8000'],
];

const patience = 60_000;

/** Asks with a packet until the rules and the packet say what is wanted: kube-router writes its chains within seconds. */
async function until(host: TestHost, from: string, to: string, wanted: RegExp): Promise<string | undefined> {
	const end = Date.now() + patience;
	for (;;) {
		const {json, stderr} = await ask(host, [
			'reach',
			`${namespace}/${from}`,
			`pod/${namespace}/${to}`,
			'--probe',
			'--yes',
		]);
		const found = json === undefined ? stderr.trim() : probed(json);
		if (wanted.test(found)) return undefined;
		if (Date.now() > end) return found;
		await sleep(2000);
	}
}

async function tryOne(host: TestHost, from: string, to: string): Promise<string | undefined> {
	const {exit, json} = await ask(host, ['reach', `${namespace}/${from}`, `pod/${namespace}/${to}`, '--policies']);
	const proposed = (json?.policies?.flows ?? []).flatMap(({allow}) => allow ?? []);
	if (exit !== 1 || proposed.length === 0) return `exit ${exit}, nothing proposed`;
	const input = proposed.join('---\n');
	const kubectl = ['k0s', 'kubectl'] as const;
	const applied = await host.exec([...kubectl, 'apply', '-f', '-'], {input, milliseconds: patience});
	if (applied.exit !== 0) return `not applied: ${applied.stderr.trim()}`;
	const open = await until(host, from, to, /^predicted reaches, (?:answered)(?!.*differs)/);
	await host.must([...kubectl, 'delete', '-f', '-'], {input, milliseconds: patience});
	if (open !== undefined) return `applied: ${open}`;
	const shut = await until(host, from, to, /^predicted blocked, (?:silent|refused)(?!.*differs)/);
	return shut === undefined ? undefined : `taken away: ${shut}`;
}

export const allow: Step = {
	name: 'apply the policies that reach proposes',
	realOnly: true,
	async run(host) {
		const wrong: string[] = [];
		for (const [from, to] of stopped) {
			const said = await tryOne(host, from, to);
			if (said !== undefined) wrong.push(`${from} to ${to}: ${said}`);
		}

		return {
			exit: 0,
			finding: wrong.join(' · ') || `${stopped.length} flows allowed and stopped again`,
			right: wrong.length === 0,
		};
	},
};

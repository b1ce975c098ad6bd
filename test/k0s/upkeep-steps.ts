import process from 'node:process';
import {spawnSync} from 'node:child_process';
import type {TestHost} from '../support/test-host.js';
import {change, list, sizes, withScreen} from './browse.js';
import {healthy, pods, steps} from './findings.js';
import {ask, command, type Step} from './step.js';

// What a person does to a node in later years: empty it for a repair, and bring in a newer k0s and take it back.

/** Drained by keys, and everything back after the node takes pods again. */
const drain: Step = {
	name: 'drain and uncordon the node by keys',
	realOnly: true,
	run: async host =>
		withScreen(host, sizes[0], async app => {
			await list(app, 'nodes', 'nodes');
			await change(app, 'Drain', 'Drain Node');
			await app.see('is drained: only pods of daemon sets are left.', 330_000);
			const left = await kindsOnNode(host);
			if (left !== 'DaemonSet') return `still there: ${left}`;
			await app.see('SchedulingDisabled', 15_000);
			await change(app, 'Uncordon', 'Uncordon Node');
			await app.see('takes new pods.', 30_000);
			await host.until(
				['sh', '-c', 'k0s kubectl -n kube-system rollout status deployment/coredns --timeout=5s'],
				240_000,
			);
			return '';
		}),
};

/** Who made the pods that run: each kind once. */
async function kindsOnNode(host: TestHost): Promise<string> {
	const made = await host.must([
		...['k0s', 'kubectl', 'get', 'pods', '-A', '--field-selector', 'spec.nodeName!='],
		...['-o', 'jsonpath={.items[*].metadata.ownerReferences[0].kind}'],
	]);
	return [...new Set(made.trim().split(/\s+/))].join(', ');
}

/** A newer k0s than the one of the walk, from `K0S_BINARY_NEXT`; without it there is nothing to upgrade to. */
const next = process.env['K0S_BINARY_NEXT'];
const versionOf = (file: string): string =>
	spawnSync(file, ['version'], {encoding: 'utf8'}).stdout?.trim() || `${file} does not run`;

/** An undo of an upgrade ends when the old one starts: it answers a while later. */
async function versionIn(host: TestHost): Promise<string> {
	const told = await host.until(['timeout', '-s', 'KILL', '20', 'k0s', 'status', '-o', 'json'], 180_000);
	return /"Version": *"([^"]*)"/.exec(told)?.[1] ?? 'none';
}

const upgrade = (name: string, args: readonly string[], wanted: string): Step => ({
	name,
	realOnly: true,
	async run(host) {
		const {exit, json, stderr} = await ask(host, ['upgrade', ...args, '--yes']);
		const now = await versionIn(host);
		const said = json?.error ? json.error.message : json ? steps(json) : stderr.trim().slice(-160);
		return {exit, finding: `${said}; runs ${now}`, right: exit === 0 && now === wanted};
	},
});

/** The release server has the newer program, as if it were out today. */
const release = (file: string, version: string): Step => ({
	name: `release ${version}`,
	realOnly: true,
	async run(host) {
		await host.downloads({binary: file, stable: version});
		return {exit: 0, finding: 'there', right: true};
	},
});

function upgrades(file: string): readonly Step[] {
	const [now, later] = [versionOf(process.env['K0S_BINARY'] ?? 'k0s'), versionOf(file)];
	return [
		release(file, later),
		upgrade(`upgrade to ${later}`, ['--to', later, '--out', '/var/backups/k0s'], later),
		command('status, upgraded', ['status', '--wait=300'], pods, 0, healthy),
		upgrade('upgrade --undo', ['--undo'], now),
		command('status, taken back', ['status', '--wait=300'], pods, 0, healthy),
		release(process.env['K0S_BINARY'] ?? '', now),
	];
}

export const upkeepSteps: readonly Step[] = [drain, ...(next === undefined ? [] : upgrades(next))];

import {execFile} from 'node:child_process';
import {dirname} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {NamespaceJson, NetworkJson} from '../support/network-answer.js';
import {describeOnTerminal, open} from '../support/pty.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const folder = fileURLToPath(new URL('../testhost/', import.meta.url));
const without = whyNoTestHost();
let host: TestHost;

const run = async (file: string, args: readonly string[]): Promise<string> => {
	const env = {...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`};
	const {stdout} = await promisify(execFile)(file, args, {env, timeout: 100_000});
	return stdout;
};

/** containerd's own API, as the kubelet uses it. */
const cri = async (...args: readonly string[]): Promise<unknown> => {
	const hosts = await run(`${folder}testhost`, ['list']);
	const line = hosts.split('\n').find(row => row.startsWith(`${host.name}\t`)) ?? '';
	const pid = /\tpid=(\d+)/.exec(line)?.[1] ?? '';
	const socket = `/proc/${pid}/root/run/containerd/containerd.sock`;
	return JSON.parse(await run(process.execPath, [`${folder}cri/cri.cjs`, socket, ...args]));
};

type Pod = {readonly id: string; readonly name: string};
const start = async (name: string): Promise<Pod> => {
	const made = (await cri('run', 'default', name, 'httpd=docker.io/library/httpd:latest')) as {pod_sandbox_id: string};
	return {id: made.pod_sandbox_id, name};
};

const network = async (): Promise<NetworkJson> =>
	JSON.parse((await host.tui(['network', '--json'])).stdout) as NetworkJson;
const pods = ({namespaces}: NetworkJson): readonly NamespaceJson[] =>
	(namespaces ?? []).filter(({name}) => name?.startsWith('cni-'));
const names = (json: NetworkJson): readonly unknown[] =>
	pods(json)
		.map(({pod}) => pod?.name)
		.sort();

const four = [
	'coredns-7656c59669-8wwxq',
	'demo-68c6d5bdd8-tvplj',
	'konnectivity-agent-549w2',
	'metrics-server-67bc669cf4-m2xzk',
];

describeOnTerminal(`real pods of containerd, no k0s${without === undefined ? '' : `: ${without}`}`, () => {
	beforeAll(async () => {
		if (without !== undefined) return;
		host = await startTestHost({name: 'net', profile: 'containerd'});
		await run(`${folder}cri/up.sh`, [host.name]);
	}, 400_000);
	afterAll(() => {
		if (without === undefined) host.down();
	});

	test.skipIf(without !== undefined)(
		"four pods: each by the CNI plugin's cache, with its address, wire and containers",
		async () => {
			const json = await network();
			expect(names(json)).toEqual(four);
			for (const {pod, state, links, routes, peer, containers, pids} of pods(json)) {
				expect(state).toBe('live');
				expect(pod?.source).toBe('cni-cache');
				expect(links?.find(({name}) => name === 'eth0')?.addresses[0]).toMatch(/^10\.244\.0\.\d+\/24$/);
				expect(routes?.some(({to}) => to === 'default')).toBe(true);
				expect(peer?.bridge).toBe('kube-bridge');
				expect(links?.find(({name}) => name === 'eth0')?.peer).toMatchObject({
					namespace: '',
					name: peer?.name,
					verified: true,
				});
				// The pause process and what runs beside it.
				expect(containers).toHaveLength(2);
				expect(pids?.length).toBeGreaterThanOrEqual(2);
			}

			const inside = await host.must(['ip', 'netns', 'pids', pods(json)[0]?.name ?? '']);
			expect(pods(json)[0]?.pids?.map(String).sort()).toEqual(inside.trim().split('\n').sort());
		},
	);

	test.skipIf(without !== undefined)(
		'they come and go: at no moment is one told that is not there, or missed that is',
		async () => {
			const extra = await start('late-0');
			expect(names(await network())).toEqual([...four, 'late-0'].sort());
			await cri('rm', extra.id);
			expect(names(await network())).toEqual(four);
			// Read while containerd makes and removes them.
			let going = true;
			const churn = (async () => {
				for (let turn = 0; turn < 4; turn++) {
					const pod = await start(`churn-${turn}`);
					await new Promise(resolve => setTimeout(resolve, 50));
					await cri('rm', pod.id);
				}

				going = false;
			})();
			while (going) {
				const json = await network();
				expect(names(json).filter(name => !String(name ?? 'churn').startsWith('churn'))).toEqual(four);
				await new Promise(resolve => setTimeout(resolve, 20));
			}

			await churn;
			expect(names(await network())).toEqual(four);
		},
	);

	test.skipIf(without !== undefined)('on the screen: list and map follow', async () => {
		const [file = '', ...parameters] = host.ssh('root');
		const session = open(file, [...parameters, ...host.tuiArgv, '--screen', 'network', '--interval', '1'], {
			columns: 80,
			rows: 24,
			env: {LANG: 'C.UTF-8'},
		});
		await session.see('coredns-7656c…-8wwxq', 20_000);
		session.type('m');
		await session.see('kube-bridge  10.244.0.1/24  4 ports');
		const pod = await start('late-1');
		await session.see('late-1', 10_000);
		await session.see('5 ports');
		await cri('rm', pod.id);
		await session.gone('late-1', 10_000);
		await session.see('4 ports');
		session.type('m');
		await session.see('NAMESPACE ');
		session.type('q');
		await session.closed(10_000);
	});
});

import {spawn, spawnSync} from 'node:child_process';
import {resolve} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import type {PairHost} from '../k0s/pairs.js';
import {six} from '../k0s/kinds.js';
import {startLab, type Lab, type Ran} from './lab.js';
import {kindObjects, kindPods, type KindObjects} from './kinds-objects.js';
import {node} from './real-objects.js';

/**
 * A lab with two families in which the pods and services of test/k0s/kinds.ts stand: every pod listens on what it says, the
 * packet filter is what kube-proxy, kube-router and portmap write for them, `k0s kubectl get` answers with the objects.
 */
export type KindsLab = {
	/** What test/k0s/pairs.ts asks, through the built product at `file`. */
	readonly host: (file: string) => PairHost;
	readonly lab: Lab;
	/** Writes the rules and the objects anew. */
	set(state: {readonly mode: 'iptables' | 'nftables'; readonly policies: boolean}): void;
	/** Starts a real firewalld; `root`: that of another Debian. Returns its version. Throws where it does not come up. */
	firewalld(profile: 'article' | 'single-node', root?: string): string;
	down(): void;
};

const folder = fileURLToPath(new URL('../lab/', import.meta.url));

export function startKindsLab(): KindsLab {
	const lab = startLab('--pods', String(kindPods.filter(({index}) => index !== null).length), '--no-rules', '--dual');
	const must = (argv: readonly string[], input?: string): string => {
		const {exit, stdout, stderr} = lab.exec(argv, input === undefined ? {} : {input});
		if (exit !== 0) throw new Error(`${argv.slice(0, 3).join(' ')}: exit ${exit}: ${stderr}${stdout}`);
		return stdout;
	};

	try {
		const spaces = lab.meta().pods.map(({netns}) => netns);
		for (const {index, ports} of kindPods) {
			const inside = index === null ? [] : ['ip', 'netns', 'exec', spaces[index] ?? ''];
			must(['sh', '-c', answering, ...inside, process.execPath, `${folder}answer.mjs`, ...ports.map(String)]);
		}

		must(['sh', '-c', fakeK0s]);
	} catch (error) {
		lab.down();
		throw error;
	}

	return {
		lab,
		host: file => ({
			address: node.address,
			exec: async (argv, options) => ran(lab, 'exec', argv, options?.milliseconds),
			lan: async (argv, options) => ran(lab, 'outside', argv, options?.milliseconds),
			tui: async (args, options) => ran(lab, 'exec', [process.execPath, resolve(file), ...args], options?.milliseconds),
		}),
		set({mode, policies}) {
			const objects = kindObjects(policies);
			const where = {node: node.name, nodeif: node.interface, address: node.address, six: six.address};
			const said = lab.exec([process.execPath, `${folder}kinds-rules.cjs`], {
				input: JSON.stringify({objects, mode, where}),
			});
			if (said.exit !== 0 || said.stderr !== '') throw new Error(`kinds-rules.cjs: exit ${said.exit}: ${said.stderr}`);
			for (const [name, items] of Object.entries(answersOf(objects))) {
				must(['sh', '-c', 'cat >"/run/api/$0.json"', name], JSON.stringify({apiVersion: 'v1', kind: 'List', items}));
			}
		},
		firewalld(profile, root) {
			const args = root === undefined ? [profile] : [profile, root];
			const {status, stdout, stderr} = spawnSync(`${folder}firewalld-in-lab.sh`, args, {
				encoding: 'utf8',
				env: {...process.env, LAB_NAME: lab.name, NODE: process.execPath},
				timeout: 100_000,
			});
			if (status !== 0) throw new Error(`firewalld-in-lab.sh: exit ${status}: ${stderr}${stdout}`);
			return stdout.trim();
		},
		down: lab.down,
	};
}

/** Starts a program that goes on, and waits until it says that it is ready. */
const answering = `set -e; log=$(mktemp /run/answer.XXXXXX); setsid "$0" "$@" </dev/null >"$log" 2>&1 &
for i in $(seq 200); do grep -q ready "$log" && exit 0; sleep 0.05; done; cat "$log"; exit 1`;

const answersOf = ({
	services,
	slices,
	pods,
	namespaces,
	policies,
}: KindObjects): Record<string, readonly unknown[]> => ({
	...{services, pods, namespaces},
	...{endpointslices: slices, networkpolicies: policies},
});

/** In the lab's mount namespace alone. */
const fakeK0s = `set -e; mkdir -p /run/api; mount -t tmpfs -o mode=755 tmpfs /usr/local/sbin
cat >/usr/local/sbin/k0s <<'X'
#!/bin/sh
[ "$1 $2" = 'kubectl get' ] && [ -f "/run/api/$3.json" ] && exec cat "/run/api/$3.json"
echo 'Error: not in this lab' >&2; exit 1
X
chmod 755 /usr/local/sbin/k0s`;

async function ran(lab: Lab, where: 'exec' | 'outside', argv: readonly string[], milliseconds = 60_000): Promise<Ran> {
	const child = spawn(`${folder}lab.sh`, [where, ...argv], {
		env: {...process.env, LAB_NAME: lab.name, NODE: process.execPath},
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: milliseconds,
	});
	const text = {stdout: '', stderr: ''};
	for (const name of ['stdout', 'stderr'] as const) {
		child[name].setEncoding('utf8').on('data', (part: string) => (text[name] += part));
	}

	return new Promise((done, fail) => {
		child.on('error', fail);
		child.on('close', exit => done({exit, ...text}));
	});
}

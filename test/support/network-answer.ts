import process from 'node:process';
import {resolve} from 'node:path';
import type {Lab, LabPod, Ran} from './lab.js';

/** The answer of `network --json`, as far as tests look at it. */
export type Peer = {namespace: string | null; index: number; name: string | null; verified: boolean};
export type LinkJson = {
	index: number;
	name: string;
	kind: string;
	addresses: string[];
	master: string | null;
	peer: Peer | null;
};
export type NamespaceJson = {
	name: string | null;
	id: number | null;
	inode: number | null;
	state: string;
	pids: number[] | null;
	pod: {namespace: string; name: string; source: string} | null;
	containers: Array<{id: string; name: string | null; pid: number}> | null;
	links: LinkJson[] | null;
	routes: Array<{to: string; via: string | null}> | null;
	peer: {name: string; index: number; bridge: string | null} | null;
	note: string | null;
};
export type NetworkJson = {
	schema: string;
	interfaces: LinkJson[];
	routes: Array<{to: string}> | null;
	namespaces: NamespaceJson[] | null;
	unread: Array<{part: string; reason: string; detail: string}>;
	error?: {code: string; message: string};
};
export type Answered = Ran & {readonly json: NetworkJson};

const node = process.execPath;

/** Runs a program that prints the answer within the lab; `around`: what starts it (a wrapper that takes an argv). */
export function askNetwork(
	lab: Lab,
	program: string,
	{
		args = [],
		user,
		around = [],
	}: {readonly args?: readonly string[]; readonly user?: number; readonly around?: readonly string[]} = {},
): Answered {
	const ran = lab.exec([...around, node, resolve(program), '--json', ...args], user === undefined ? {} : {user});
	try {
		return {...ran, json: JSON.parse(ran.stdout) as NetworkJson};
	} catch {
		throw new Error(`exit ${ran.exit}: ${ran.stderr}\n${ran.stdout.slice(0, 500)}`);
	}
}

/** What `rules.mjs meta` knows of a pod, in the shape of `podOf`. */
export const expectedPod = ({netns, ns, name, ip, veth, sandbox, container}: LabPod) => ({
	netns,
	pod: {namespace: ns, name},
	address: ip,
	veth,
	containers: [sandbox, container].sort(),
});

/** The same of an answered namespace. */
export const answeredPod = ({name, pod, links, peer, containers}: NamespaceJson) => ({
	netns: name,
	pod: pod && {namespace: pod.namespace, name: pod.name},
	address: links?.find(link => link.name === 'eth0')?.addresses[0]?.split('/')[0],
	veth: peer?.name,
	containers: containers?.map(({id}) => id).sort(),
});

export const byNetns = <T extends {readonly netns: string | null}>(pods: readonly T[]): readonly T[] =>
	[...pods].sort((a, b) => ((a.netns ?? '') < (b.netns ?? '') ? -1 : 1));

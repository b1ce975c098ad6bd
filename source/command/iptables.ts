import {command, type Command} from './command.js';

/**
 * iptables-save (measured with 1.8.9): the only complete source of xtables rules. The first that exists is used; k0s
 * carries its own, so that a host without the iptables package can still be read.
 */
const tools = ['iptables-nft-save', '/var/lib/k0s/bin/iptables-save', 'iptables-save'] as const;
const tools6 = ['ip6tables-nft-save', '/var/lib/k0s/bin/ip6tables-save', 'ip6tables-save'] as const;

const save = (tool: string): Command =>
	command([tool, '-c'], 'iptables-save', {root: true, maxOutput: 64 * 1024 * 1024, deadline: 30_000});

/** Candidates in order; the next is tried only when one is not found. */
export const saves = (): readonly Command[] => tools.map(tool => save(tool));
export const saves6 = (): readonly Command[] => tools6.map(tool => save(tool));
/** Only when iptables-save says that legacy tables exist too. */
export const legacySave = (): Command => save('iptables-legacy-save');
export const legacySave6 = (): Command => save('ip6tables-legacy-save');

/**
 * The chain in which kube-router has one rule a pod, with the pod's name in its comment: 70 ms also where the whole ruleset
 * (10,000 services) takes seconds.
 */
export const podRules = (): readonly Command[] =>
	(['iptables-nft', '/var/lib/k0s/bin/iptables', 'iptables'] as const).map(tool =>
		command([tool, '-t', 'filter', '-S', 'KUBE-ROUTER-INPUT'], 'pod-rules', {root: true, maxOutput: 8 * 1024 * 1024}),
	);

/** One chain with its counters: some milliseconds, however many others there are. Candidates in order, as above. */
export const chain = (table: string, name: string): readonly Command[] =>
	(['iptables-nft', '/var/lib/k0s/bin/iptables', 'iptables'] as const).map(tool =>
		command([tool, '-t', table, '-S', name, '-v'], 'iptables-chain', {root: true, maxOutput: 32 * 1024 * 1024}),
	);

import {chainOwner, isCanary} from './kube-chains.js';
import type {Ruleset} from '../facts/packet-filter.js';

/** Rules of Kubernetes by what they are for. Somebody may flush all; they come back one after the other, or never. */
export type KubeRules = {
	/** kube-proxy's: services. Its nftables mode: chains of its table. */
	readonly services: number;
	/** kube-router's: network policies, pods in and out. */
	readonly policies: number;
	/** kube-router's masquerade of what pods send elsewhere. */
	readonly masquerade: number;
	/** CNI's host ports of pods. */
	readonly hostPorts: number;
};

export const kubeParts: ReadonlyArray<keyof KubeRules> = ['services', 'policies', 'masquerade', 'hostPorts'];

/** Null: rules could not be read, and those are not gone. */
export function kubeRules({tables}: Ruleset): KubeRules | null {
	const count = {services: 0, policies: 0, masquerade: 0, hostPorts: 0};
	for (const {name, kind, owner, chains} of tables) {
		if (name === 'kube-proxy') count.services += chains.length;
		else if (kind === 'native' && owner === 'kube-router') count.policies += chains.length;
		else if (kind !== 'native') {
			for (const chain of chains) {
				const isOurs = chain.name.startsWith('KUBE-') && !isCanary(chain.name);
				if (kind === 'unread' && isOurs) return null;
				if (isOurs && chainOwner(chain.name) === 'kube-router') count.policies += chain.rules.length;
				else if (isOurs) count.services += chain.rules.length;
				else if (chain.name.startsWith('CNI-')) count.hostPorts += chain.rules.length;
				else if (chain.hook === 'postrouting' && name === 'nat') {
					count.masquerade += chain.rules.filter(
						({verdict, text}) => verdict.kind === 'masquerade' && text.includes('kube-router-pod-subnets'),
					).length;
				}
			}
		}
	}

	return count;
}

/** The rules before they were flushed, and now. */
export type KubeLoss = {readonly before: KubeRules; readonly now: KubeRules};

export const totalOf = (rules: KubeRules): number => kubeParts.reduce((sum, part) => sum + rules[part], 0);

/** What was there before and is not now. */
export const missingParts = ({before, now}: KubeLoss): ReadonlyArray<keyof KubeRules> =>
	kubeParts.filter(part => before[part] > 0 && now[part] === 0);

/** Of fewer rules nobody can tell a flush from a change. */
const many = 5;

/**
 * A flush takes all of kube-proxy's or all of kube-router's rules at once. It is over when there is something of
 * everything again. Null: no loss. `before` of null: nothing was read before, or not all of it.
 */
export function lossAfter(
	last: {readonly rules: KubeRules | null; readonly loss: KubeLoss | null},
	now: KubeRules | null,
): KubeLoss | null {
	if (now === null) return last.loss;
	const before = last.loss?.before ?? last.rules;
	if (!before) return null;
	const loss = {before, now};
	const missing = missingParts(loss);
	if (last.loss) return missing.length > 0 ? loss : null;
	const flushed = missing.some(part => (part === 'services' || part === 'policies') && before[part] >= many);
	return flushed ? loss : null;
}

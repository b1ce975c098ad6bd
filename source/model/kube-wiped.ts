import type {Ruleset} from './packet-filter.js';
import {isCanary} from './kube-chains.js';

/** Chains of Kubernetes that hold rules: none where there were many is a wipe, not a change. */
export function kubeChains({tables}: Ruleset): number {
	let count = 0;
	for (const {name, kind, chains} of tables) {
		if (name === 'kube-proxy') count += chains.length;
		// Rules that could not be read are not gone.
		else for (const chain of chains) if (isKube(chain.name) && (kind === 'unread' || chain.rules.length > 0)) count++;
	}

	return count;
}

const isKube = (name: string): boolean => name.startsWith('KUBE-') && !isCanary(name);

const many = 5;

/** Whether the rules of Kubernetes are gone: they were many at the last read, or gone then already. */
export const isWiped = (before: {readonly chains: number; readonly wiped: boolean}, chains: number): boolean =>
	chains === 0 && (before.wiped || before.chains >= many);

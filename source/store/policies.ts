import * as kubectl from '../command/kubectl.js';
import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {NetworkPolicy} from '../facts/network-policy.js';
import {known, type Reading} from '../facts/reading.js';
import type {NamespaceLabels} from '../model/policy/decide.js';
import {readNamespaceLabels, readNetworkPolicies} from '../read/kubectl/network-policies.js';

export type PolicyFacts = {
	readonly policies: readonly NetworkPolicy[];
	/** Null: not read. */
	readonly namespaces: NamespaceLabels | null;
};

/** The policies of all namespaces and the labels that they may choose namespaces by; read when somebody asks. */
export async function readPolicies(ask: (command: Command) => Promise<Outcome>): Promise<Reading<PolicyFacts>> {
	const [policies, namespaces] = await Promise.all([
		ask(kubectl.networkPolicies()).then(readNetworkPolicies),
		ask(kubectl.namespaces()).then(readNamespaceLabels),
	]);
	if (!policies.known) return policies;
	return known({policies: policies.value, namespaces: namespaces.known ? namespaces.value : null});
}

import {policy as english} from './en/policy.js';
import type {Language} from './text.js';
import {translated, type Widened} from './translation.js';

/** The sentences about NetworkPolicies. */
export type PolicyText = Widened<typeof english>;

export async function policyText(language: Language): Promise<PolicyText> {
	if (language !== 'ja') return english;
	const {policy} = await import('./ja/policy.js');
	return translated(english, policy);
}

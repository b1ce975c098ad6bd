import type {Hop, Step} from './facts.js';

/** What a step is called, in nft's words: the live trace has the same. */
export function stepText(step: Step): string {
	switch (step.kind) {
		case 'jump':
		case 'goto':
			return `${step.kind} ${step.chain}`;
		case 'dnat':
		case 'snat': {
			const address = step.address?.includes(':') ? `[${step.address}]` : (step.address ?? '');
			return `${step.kind} ${address}${step.port === null ? '' : `:${step.port}`}`.trimEnd();
		}

		case 'redirect':
			return step.port === null ? step.kind : `${step.kind} :${step.port}`;
		case 'unknown':
			return step.name;
		default:
			return step.kind;
	}
}

/** `ip nat KUBE-SERVICES #14`: where a hop is, its rule counted from 1 as people do. */
export function placeOf({kind, family, table, chain, index, text, space}: Hop): string {
	const rule = `${family} ${table} ${chain}${index === null ? '' : ` #${index + 1}`}`;
	return `${space ? `${space.name}: ` : ''}${kind === 'sysctl' || kind === 'route' ? text : rule}`;
}

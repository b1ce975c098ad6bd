import {command, ids, type Said, type Step} from './step.js';

// What of an answer's JSON is the same from run to run.

export const summary = (json: Said): string =>
	`failed: ${ids(json.checks.filter(one => one.result === 'fail'))}; unknown: ${ids(json.checks.filter(one => one.result === 'unknown'))}`;
export const verdict = (json: Said): string => [json.verdict, ...(json.reasons ?? [])].join(': ');
export const steps = (json: Said): string =>
	`${json.verdict}; ${
		(json.steps ?? [])
			.filter(one => !['done', 'undone', 'skipped'].includes(one.state))
			.map(one => `${one.id} ${one.state}: ${one.found ?? ''}`)
			.join(' · ') || 'every step'
	}`;
export const pods = (json: Said): string =>
	`${verdict(json)}; ${json.pods === null ? 'pods unknown' : `${json.pods.length} pods, ${json.pods.filter(one => one.phase === 'Running').length} running`}`;
export const healthy = (found: string): boolean => found.startsWith('healthy');
export const leftovers = (json: Said): string =>
	`left: ${(json.leftovers ?? []).map(one => `${one.kind} ${one.name}`).join(', ') || 'nothing'}; kept: ${(json.kept ?? []).map(one => `${one.name} (${one.why})`).join(', ') || 'nothing'}`;
/** What the rules say, and what one packet met. */
export const probed = (json: Said): string =>
	`predicted ${json.predicted}, ${(json.probes ?? []).map(one => `${one.end}${one.differs ? ', differs' : ''}`).join(', ')}`;
export const reach = (from: string, to: string): Step => ({
	...command(
		`reach ${from} ${to}`,
		['reach', from, to, '--probe'],
		probed,
		0,
		found => found.startsWith('predicted reaches, answered') && !found.includes('differs'),
	),
	realOnly: true,
});

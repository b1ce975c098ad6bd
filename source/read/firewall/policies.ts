import type {FirewallPolicy} from '../../facts/host.js';
import {firstLine, notOk, type Reader} from '../reading.js';
import {known, unknown} from '../../facts/reading.js';

/** `firewall-cmd --list-all-policies` (1.3.3 to 2.5.2): blocks like those of zones; `(active)`, since 2.5 also `(disabled)`. Older than 0.9: exit 2, there are none. */
export const readPolicies: Reader<readonly FirewallPolicy[]> = outcome => {
	if (outcome.kind === 'failed' && outcome.exit === 2 && /unrecognized arguments/.test(outcome.stderr))
		return known([]);
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'firewall-cmd');
	const policies: FirewallPolicy[] = [];
	for (const block of outcome.stdout.split(/\n(?=\S)/)) {
		const lines = block.split('\n').filter(line => line.trim() !== '');
		if (lines.length === 0) continue;
		const header = /^(\S+)(?:\s+\((.*)\))?\s*$/.exec(lines[0] ?? '');
		if (!header) return unknown('unreadable', firstLine(block).slice(0, 200));
		const field = (key: string): string =>
			lines
				.find(line => line.startsWith(`  ${key}:`))
				?.slice(key.length + 3)
				.trim() ?? '';
		const list = (key: string): string[] =>
			field(key)
				.split(/\s+/)
				.filter(word => word !== '');
		const forwardPorts = [
			...list('forward-ports'),
			...lines.map(line => line.trim()).filter(line => line.startsWith('port=')),
		];
		const sourcePorts = list('source-ports');
		policies.push({
			name: header[1] ?? '',
			// 2.5: one that is disabled is not listed as active; should it be, its own line counts.
			active: /\bactive\b/.test(header[2] ?? '') && field('disable') !== 'yes',
			priority: Number(field('priority')) || 0,
			target: field('target'),
			ingress: list('ingress-zones'),
			egress: list('egress-zones'),
			services: list('services'),
			ports: list('ports'),
			protocols: list('protocols'),
			richRules: lines.map(line => line.trim()).filter(line => line.startsWith('rule')),
			...(forwardPorts.length === 0 ? {} : {forwardPorts}),
			...(sourcePorts.length === 0 ? {} : {sourcePorts}),
		});
	}

	return known(policies);
};

/** The name of a policy that may refuse connections to this host, or send them elsewhere, whatever their zone accepts. */
export const denyingPolicy = (policies: readonly FirewallPolicy[]): string | null =>
	policies.find(({active, egress, target, richRules, forwardPorts = []}) => {
		if (!active) return false;
		const redirects = forwardPorts.length > 0 || richRules.some(rule => /\bforward-port\b/.test(rule));
		if (redirects && egress.some(zone => zone === 'HOST' || zone === 'ANY')) return true;
		const refuses = target === 'REJECT' || target === 'DROP' || richRules.some(rule => /\b(reject|drop)\b/.test(rule));
		return refuses && egress.includes('HOST');
	})?.name ?? null;

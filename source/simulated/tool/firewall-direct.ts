import {later, type Moment} from '../moment.js';
import {fail, ok, type Result} from './tool.js';

/** `firewall-cmd [--permanent] --direct …`, and what direct rules do to the tables of others (firewalld 2.3.1, measured). */

/** Simulated milliseconds until kube-proxy and kube-router have seen that their rules are gone, and written them again. */
const proxyReturn = 8000;
const policyReturn = 150_000;

/** All xtables tables are emptied. What comes back is in `filter/tables.ts`; hostPorts and masquerade do not. */
export function flushTables(moment: Moment): void {
	const {cluster} = moment.state;
	moment.state.leftover = null;
	if (cluster === null || cluster.proxyRulesAt > moment.now) return;
	cluster.flushedAt = moment.now;
	cluster.proxyRulesAt = later(moment, moment.now, proxyReturn);
	cluster.routerRulesAt = later(moment, moment.now, policyReturn);
}

const rulesOf = ({state: {firewall}}: Moment): {runtime: string[]; permanent: string[]} =>
	(firewall.direct ??= {runtime: [], permanent: []});

export function hasDirect({
	state: {
		firewall: {direct: rules},
	},
}: Moment): boolean {
	return rules !== undefined && rules.runtime.length + rules.permanent.length > 0;
}

export function reloadDirect(moment: Moment): void {
	const {firewall} = moment.state;
	if (firewall.direct) firewall.direct.runtime = [...firewall.direct.permanent];
}

/** The first rule that comes into force flushes everything at once. */
export function direct(moment: Moment, words: readonly string[]): Result {
	const rules = rulesOf(moment);
	const permanent = words.includes('--permanent');
	const list = permanent ? rules.permanent : rules.runtime;
	const at = words.findIndex(word => /^--(add|remove|query|get-all)-(rule|rules|chains|passthroughs)$/.test(word));
	const rule = words.slice(at + 1).join(' ');
	switch (words[at]) {
		case '--get-all-rules': {
			return ok(list.join('\n'));
		}

		case '--get-all-chains':
		case '--get-all-passthroughs': {
			return ok();
		}

		case '--query-rule': {
			return list.includes(rule) ? ok('yes') : {exit: 1, stdout: 'no\n', stderr: ''};
		}

		case '--add-rule': {
			if (list.includes(rule))
				return ok(
					'success',
					`Warning: ALREADY_ENABLED: rule '${rule}' already is in '${rule.split(' ').slice(0, 3).join(':')}'`,
				);
			if (!permanent && rules.runtime.length === 0) flushTables(moment);
			list.push(rule);
			return ok('success');
		}

		case '--remove-rule': {
			const index = list.indexOf(rule);
			if (index !== -1) list.splice(index, 1);
			return ok('success', index === -1 ? `Warning: NOT_ENABLED: rule '${rule}' is not in the list` : '');
		}

		default: {
			return fail(
				2,
				`usage: 'firewall-cmd --help' for usage information or see firewall-cmd(1) man page\nfirewall-cmd: error: wrong usage of 'direct' options`,
			);
		}
	}
}

import {gather} from '../fact-table/gather.js';
import {known, unknown} from '../facts/reading.js';
import {defaultAnswers, type InstallAnswers} from '../install/answers.js';
import {installFacts} from '../install/facts.js';
import {isWorkerRole, joins, type Role} from '../install/role.js';
import {judgeJoin} from '../install/steps/join.js';
import {idText, readably} from '../text/ids.js';
import type {CheckId, Evidence, Report, Result} from './check.js';
import type {RunOptions} from './run.js';

/** What a role has no use for: it is left out where the role was named. */
const without: Readonly<Partial<Record<Role, readonly CheckId[]>>> = {
	// No control plane, no configuration file, no administrator's kubeconfig.
	worker: ['ports-control-plane', 'k0s-config', 'kubeconfig'],
	// No kubelet, so no pods.
	controller: ['ports-node', 'ports-network', 'ports-nodeport', 'firewall-pods', 'cni-files', 'reach-docker'],
};

export const isWantedBy = (role: Role | null, id: CheckId): boolean =>
	role === null || !(without[role] ?? []).includes(id);

/** One more row: it is no check of every host. */
export type JoinReport = Omit<Report, 'id'> & {readonly id: 'join'};

/**
 * What the install asks of a token and of the controller behind it before anything changes, as one more check: only where
 * a role that joins was named. Undefined: nothing joins.
 */
export async function joinReport({
	ask,
	options,
	text,
}: Pick<RunOptions, 'ask' | 'options' | 'text'>): Promise<JoinReport | undefined> {
	const answers: InstallAnswers = {
		...defaultAnswers,
		...(options.role === null ? {} : {role: options.role}),
		...(options.tokenFile === null ? {} : {tokenFile: options.tokenFile}),
	};
	if (!joins(answers)) return undefined;
	const words = text.checks.join;
	const evidence: Evidence[] = [];
	const facts = await gather(installFacts, answers, async command => {
		const outcome = await ask(command);
		if (['join-token', 'join-ask'].includes(command.why))
			evidence.push({argv: outcome.argv, kind: outcome.kind, exit: outcome.exit, lines: []});
		return outcome;
	}).need(['join', 'controllerUnit', 'k0sVersion']);
	const report = (result: Result, found: string): JoinReport => ({
		...{id: 'join', group: 'outside', title: words.title, result, found, wanted: words.wanted, why: words.why},
		...{evidence, remedy: null},
	});
	const {controllerUnit: unit, k0sVersion, join = null} = facts;
	if (!unit || !k0sVersion) return report('unknown', words.unread);
	if (unit.known && unit.value.loadState !== 'not-found') return report('skip', words.here(unit.value.id));
	if (options.tokenFile === null) return report('skip', isWorkerRole(answers) ? words.noToken : words.begins);
	const release = options.k0sVersion === null ? unknown('aborted') : known(options.k0sVersion);
	const {faults, found, warns} = judgeJoin({join, controllerUnit: unit, k0sVersion, release}, answers, idText);
	const said = (all: readonly string[]): string => all.map(each => readably(each, text)).join('; ');
	if (faults.length > 0) return report('fail', said(faults));
	return warns.length > 0 ? report('warn', said([...warns, ...found])) : report('pass', said(found));
}

import type {Ahead} from '../../checks/ahead.js';
import {dim, line, type Line} from '../../components/line.js';
import {displayWidth, pad} from '../../components/width.js';
import {ageOf, formatAge} from '../../model/age.js';
import type {ClusterFacts} from '../../model/cluster.js';
import type {Node} from '../../facts/cluster.js';
import {apiAnswer} from '../../model/evidence.js';
import {supportOf, supportState} from '../../model/k0s-releases.js';
import {ownNode} from '../../model/own-node.js';
import type {Context} from './section.js';

/** As it was last known while kubectl cannot answer. */
const nodeOf = ({nodes, hostname}: ClusterFacts): Node | undefined =>
	ownNode(nodes.known ? nodes.value : (nodes.last?.value ?? []), hostname);

/** k0s and its node, a line each; what the window has no room for is left out from the end. */
export function factLines(
	cluster: ClusterFacts,
	{text, now}: Context,
	width: number,
	ahead: readonly Ahead[] = [],
): Line[] {
	const {status: words, common} = text;
	const node = nodeOf(cluster);
	const since = cluster.unit.known ? cluster.unit.value.activeSince : null;
	const up = since === null ? [] : [words.up(formatAge(now - since))];
	const version = cluster.version.known ? [cluster.version.value] : [];
	const k0s = cluster.k0s.known
		? [
				cluster.k0s.value.version,
				words.pidIs(cluster.k0s.value.pid),
				`${cluster.k0s.value.role} ${words.workloads[`${cluster.k0s.value.workloads}`]}`,
				...up,
				`${words.facts.api} ${words.apiReachable[`${apiAnswer(cluster).answers}`]}`,
			]
		: [...version, ...up, words.noStatus(common.reason[cluster.k0s.unknown.reason] ?? cluster.k0s.unknown.reason)];
	const release = cluster.k0s.known ? supportOf(cluster.k0s.value.version) : undefined;
	const state = release === undefined ? 'far' : supportState(release, now);
	if (release !== undefined && state !== 'far') k0s.push(words.fixesShort[state](release.end));
	const own = node
		? [
				node.name,
				nodeState(node, words),
				ageOf(node.createdAt, now) ?? words.unknownAge,
				...(node.internalIp === null ? [] : [node.internalIp]),
				...node.roles,
			]
		: [];
	const soon = ahead.map(({title, found}) => `${title}: ${found}`);
	const titles =
		Math.max(
			...[words.facts.k0s, words.facts.node, ...(soon.length === 0 ? [] : [words.facts.ahead])].map(displayWidth),
		) + 3;
	const old = cluster.nodes.known ? undefined : cluster.nodes.last?.at;
	const aged = old === undefined ? own : [...own.slice(0, 2), words.usage.ago(formatAge(now - old)), ...own.slice(2)];
	return [
		[words.facts.k0s, k0s] as const,
		...(own.length === 0 ? [] : [[words.facts.node, aged] as const]),
		// A line each: none of them may give way to another.
		...soon.map((each, index) => [index === 0 ? words.facts.ahead : '', [each]] as const),
	].map(([title, values]) => {
		const told = fitting(values, width - titles);
		const isOld = values === aged && old !== undefined;
		return line(dim(pad(title, titles)), isOld ? dim(told) : told);
	});
}

/** As many values as fit, three blanks apart; the first one always. */
function fitting([first = '', ...others]: readonly string[], width: number): string {
	let shown = first;
	for (const value of others) {
		if (displayWidth(shown) + 3 + displayWidth(value) > width) break;
		shown += `   ${value}`;
	}

	return shown;
}

const nodeState = ({ready, unschedulable}: Node, words: Context['text']['status']): string =>
	`${ready ? words.ready : words.notReady}${unschedulable ? `,${words.cordoned}` : ''}`;

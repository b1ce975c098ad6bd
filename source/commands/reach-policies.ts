import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {allowingYaml} from '../model/policy/allow.js';
import {explain, judged, type Explained, type Judged} from '../model/policy/explain.js';
import type {Side} from '../model/policy/decide.js';
import type {Answered} from '../model/reach/answer.js';
import type {ReachWorld} from '../model/reach/facts.js';
import {readPolicies} from '../store/policies.js';
import {visible} from '../terminal/sanitise.js';
import {policyText} from '../text/policy.js';
import type {Language, Text} from '../text/text.js';
import {judgedLines, policyLines, type Said} from './policy-lines.js';

type Told = {readonly lines: readonly string[]; readonly json: Record<string, unknown>; readonly known: boolean};

type Asked = {
	readonly ask: (command: Command) => Promise<Outcome>;
	readonly language: Language;
	readonly text: Text;
	readonly world: ReachWorld;
};

const indents = {title: '', text: '  ', quiet: '  ', command: '    $ ', yaml: '    '} as const;

const linesOf = (said: readonly Said[]): readonly string[] =>
	said.map(({kind, text}) => `${indents[kind]}${visible(text)}`);

/** Every policy in plain words, or those of one namespace: `reach --policies`. */
export async function tellPolicies({ask, language, text, world}: Asked, namespace: string | undefined): Promise<Told> {
	const words = await policyText(language);
	const reading = await readPolicies(ask);
	if (!reading.known) return notRead(words.notRead(whyOf(reading.unknown, text)));
	const {policies, namespaces} = reading.value;
	const mine = policies.filter(policy => namespace === undefined || policy.namespace === namespace);
	const explained = mine.map(policy => explain(policy, world));
	return {
		known: true,
		json: {policies: explained.map(each => policyJson(each)), flows: []},
		lines:
			explained.length === 0
				? [words.none]
				: explained.flatMap((each, at) => [
						...(at === 0 ? [] : ['']),
						...linesOf(policyLines(each, namespaces, words)),
					]),
	};
}

/** What the policies say of an answer that one of them stops, the policies that have a say in it, and what would allow it. */
export async function tellStopped({ask, language, text, world}: Asked, answered: Answered): Promise<Told> {
	const words = await policyText(language);
	const reading = await readPolicies(ask);
	if (!reading.known) return notRead(words.notRead(whyOf(reading.unknown, text)));
	const {policies, namespaces} = reading.value;
	const flows = judged(answered, policies, namespaces, world).filter(isStopped);
	const mine = concerned(flows);
	const explained = policies.filter(policy => mine.has(policy)).map(policy => explain(policy, world));
	return {
		known: true,
		json: {policies: explained.map(each => policyJson(each)), flows: flows.map(each => judgedJson(each))},
		lines: [
			...flows.flatMap(each => linesOf(judgedLines(each, words))),
			...explained.flatMap(each => ['', ...linesOf(policyLines(each, namespaces, words))]),
		],
	};
}

export const isStopped = ({ingress, egress}: Judged): boolean => ingress.allowed !== true || egress.allowed !== true;

export const concerned = (flows: readonly Judged[]): ReadonlySet<Side['policies'][number]> =>
	new Set(flows.flatMap(({ingress, egress}) => [...ingress.policies, ...egress.policies]));

const notRead = (why: string): Told => ({known: false, json: {policies: null, flows: null}, lines: [why]});

const whyOf = ({reason, detail}: {readonly reason: string; readonly detail: string}, text: Text): string =>
	[text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');

const policyJson = ({policy, pods, hostNetwork, chains, bare}: Explained): Record<string, unknown> => ({
	...policy,
	pods,
	hostNetwork,
	chains,
	bare,
});

function judgedJson({flow, ingress, egress}: Judged): Record<string, unknown> {
	const side = ({policies, allowedBy, allowed}: Side) => ({
		policies: policies.map(({namespace, name}) => `${namespace}/${name}`),
		allowedBy: allowedBy.map(({namespace, name}) => `${namespace}/${name}`),
		allowed,
	});
	const stopped = [
		...(egress.allowed === false ? (['egress'] as const) : []),
		...(ingress.allowed === false ? (['ingress'] as const) : []),
	];
	const nameOf = ({pod, addresses}: Judged['flow']['from']) =>
		pod ? `${pod.namespace}/${pod.name}` : (addresses[0] ?? null);
	return {
		...{from: nameOf(flow.from), to: nameOf(flow.to), protocol: flow.protocol, port: flow.port},
		...{ingress: side(ingress), egress: side(egress)},
		allow: stopped.length === 0 ? null : allowingYaml(flow, stopped),
	};
}

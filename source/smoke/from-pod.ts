import type {Action, Judgement, Step} from '../engine/step.js';
import type {Command} from '../command/command.js';
import type {ProbeEnd} from '../command/trace.js';
import type {Reading} from '../facts/reading.js';
import {head} from '../install/guide.js';
import {because} from '../install/stages.js';
import {fromOutside, type Coded, type IdText} from '../text/ids.js';
import type {DemoAnswers} from './answers.js';
import type {DemoFacts} from './demo-facts.js';
import {
	connectCommands,
	dnsName,
	dnsServer,
	nameCommands,
	nodeTarget,
	serviceTarget,
	type Target,
} from './from-pod-facts.js';

type Rung = Step<DemoFacts, DemoAnswers>;

/** The same service, asked from the demo's own pod: by its cluster IP, by its name, by a node's address. */
export const podRungs = (text: IdText): readonly Rung[] => [podService(text), podName(text), podNode(text)];

/** Asked again until it answers: rules and names come a moment after the service. */
const asked = (commands: readonly Command[]): readonly Action[] =>
	commands.map(command => ({command, optional: true, until: {every: 1000, limit: 20_000}}));

const shared = {always: true, undo: (): readonly [] => []} as const;
const sending = ['cluster', 'service', 'deployment', 'replicaSets', 'pods', 'sender'] as const;

function podService(text: IdText): Rung {
	const words = text.demo.rungs['pod-service'];
	return {
		...head('pod-service', words),
		...shared,
		needs: [...sending, 'viaService'],
		judge: facts => judgeConnect(facts, serviceTarget(facts), facts.viaService, text.demo.fromPod.hints.service, text),
		plan: facts => asked(connectCommands(facts, serviceTarget(facts))),
	};
}

function podNode(text: IdText): Rung {
	const words = text.demo.rungs['pod-node'];
	return {
		...head('pod-node', words),
		...shared,
		needs: [...sending, 'viaNode'],
		judge: facts => judgeConnect(facts, nodeTarget(facts), facts.viaNode, text.demo.fromPod.hints.node, text),
		plan: facts => asked(connectCommands(facts, nodeTarget(facts))),
	};
}

function judgeConnect(
	{sender}: DemoFacts,
	target: Target | undefined,
	end: Reading<ProbeEnd>,
	hint: Coded,
	text: IdText,
): Judgement {
	const words = text.demo.fromPod;
	if (!sender.known) return {state: 'open', found: because(sender, text)};
	if (sender.value === null) return {state: 'open', found: words.noPod};
	if (target === undefined) return {state: 'open', found: words.noTarget};
	if (!end.known) return {state: 'open', found: because(end, text)};
	const to = `${target.address.includes(':') ? `[${target.address}]` : target.address}:${target.port}`;
	if (end.value === 'answered') return {state: 'so', found: words.answered(to, sender.value.pod)};
	return {state: 'open', found: words.ends[end.value](to, sender.value.pod), hint};
}

function podName(text: IdText): Rung {
	const words = text.demo.rungs['pod-name'];
	const from = text.demo.fromPod;
	return {
		...head('pod-name', words),
		...shared,
		needs: [...sending, 'viaName'],
		judge(facts, answers): Judgement {
			const {sender, viaName} = facts;
			const server = dnsServer(facts);
			if (server === null) return {state: 'skipped', found: words.noDns};
			if (!sender.known) return {state: 'open', found: because(sender, text)};
			if (sender.value === null) return {state: 'open', found: from.noPod};
			const wanted = serviceTarget(facts)?.address;
			if (wanted === undefined || server === undefined) return {state: 'open', found: from.noTarget};
			const name = dnsName(answers);
			if (!viaName.known) {
				const {reason, detail} = viaName.unknown;
				const isSilent = reason === 'timed-out' || detail === 'refused';
				return {
					state: 'open',
					found: isSilent ? words.silent(server, sender.value.pod) : because(viaName, text),
					hint: words.silentHint,
				};
			}

			const {code, addresses} = viaName.value;
			if (addresses.includes(wanted)) return {state: 'so', found: words.answered(name, wanted)};
			const said = addresses.length > 0 ? fromOutside(addresses.join(', ')) : words.code(code);
			return {state: 'open', found: words.other(name, said, wanted), hint: words.otherHint};
		},
		plan: (facts, answers) => asked(nameCommands(facts, answers)),
	};
}

import type {Command} from '../command/command.js';
import * as kubectl from '../command/kubectl.js';
import * as system from '../command/system.js';
import {head} from '../install/guide.js';
import {because, stages} from '../install/stages.js';
import {podTrouble, trouble} from '../install/stall.js';
import type {Judgement, Step} from '../engine/step.js';
import type {Pod} from '../facts/cluster.js';
import type {Coded, IdText} from '../text/ids.js';
import type {DemoAnswers} from './answers.js';
import {ownLabel, type DemoFacts, type Owned} from './facts.js';
import {podRungs} from './from-pod.js';
import {endingPods, isReady, ownPods, strangers} from './ownership.js';
import type {Reading} from '../facts/reading.js';

type Rung = Step<DemoFacts, DemoAnswers>;

const labels = {[ownLabel.key]: ownLabel.value};
const port = 80;

/** Every command of the demo that changes something, in order: what a person agrees to. */
export function demoCommands({name, namespace, image}: DemoAnswers): {
	readonly create: readonly Command[];
	readonly expose: readonly Command[];
	readonly cleanup: readonly Command[];
} {
	return {
		// The label belongs to the creation: whatever ends us in between, what stays is known as ours.
		create: [kubectl.createDeployment({namespace, name, image, port}, labels)],
		expose: [kubectl.exposeDeployment(namespace, name, labels)],
		cleanup: [kubectl.remove('service', namespace, name), kubectl.remove('deployment', namespace, name)],
	};
}

const actions = (commands: readonly Command[]) => commands.map(command => ({command}));
const nothing = (): readonly [] => [];

/** The rungs of the smoke test, in order. */
export const demoRungs = (text: IdText): readonly Rung[] => [
	cluster(text),
	create(text),
	pod(text),
	expose(text),
	request(text),
	...podRungs(text),
	cleanup(text),
];

function cluster(text: IdText): Rung {
	const words = text.demo.rungs.cluster;
	return {
		...head('cluster', words),
		needs: ['k0sVersion', 'hostname', 'controllerUnit', 'cluster'],
		judge(facts): Judgement {
			const open = stages(facts, text).find(({done}) => !done);
			if (!open) return {state: 'so', found: words.healthy};
			if (open.unknown) {
				const {k0s} = facts.cluster;
				const asRoot = !k0s.known && k0s.unknown.reason === 'needs-root';
				return {
					state: 'blocked',
					found: words.notKnown(open.title, open.found),
					...(asRoot ? {hint: words.asRoot} : {}),
				};
			}

			return {
				state: 'blocked',
				found: words.notHealthy(open.title, open.found),
				hint: trouble(facts, text) ?? words.first,
			};
		},
		plan: nothing,
		undo: nothing,
	};
}

/** An object of that name that the demo did not make is never touched. */
function judgeOwned(
	reading: Reading<Owned<unknown>>,
	words: {readonly absent: Coded; readonly ours: Coded; readonly foreign: Coded},
	text: IdText,
): Judgement {
	if (!reading.known) return {state: 'open', found: because(reading, text)};
	switch (reading.value.state) {
		case 'absent': {
			return {state: 'open', found: words.absent};
		}

		case 'ours': {
			return {state: 'so', found: words.ours};
		}

		case 'foreign': {
			return {state: 'blocked', found: words.foreign, hint: text.demo.otherName};
		}
	}
}

function create(text: IdText): Rung {
	const words = text.demo.rungs.create;
	return {
		...head('create', words),
		needs: ['cluster', 'deployment'],
		judge({deployment}, {name, image}) {
			const is = deployment.known && deployment.value.state === 'ours' ? deployment.value.value.image : null;
			if (is !== null && is !== image) {
				return {state: 'blocked', found: words.otherImage(name, is), hint: words.otherImageHint};
			}

			return judgeOwned(deployment, {absent: words.absent, ours: words.ours(name), foreign: words.foreign(name)}, text);
		},
		plan: (_facts, answers) => actions(demoCommands(answers).create),
		undo: (_facts, answers) => demoCommands(answers).cleanup.slice(1),
		ready: ({deployment}) => (deployment.known ? undefined : because(deployment, text)),
	};
}

function pod(text: IdText): Rung {
	const words = text.demo.rungs.pod;
	return {
		...head('pod', words),
		needs: ['cluster', 'deployment', 'replicaSets', 'pods'],
		judge(facts): Judgement {
			const own = ownPods(facts);
			if (!own.known) return {state: 'open', found: because(own, text)};
			if (own.value === null) return {state: 'open', found: words.unseen};
			const ready = own.value.find(isReady);
			if (ready) return {state: 'so', found: words.ready(ready.name, ready.ips.join(', ')), values: {pod: ready.name}};
			const [first] = own.value;
			if (!first) return {state: 'open', found: words.none};
			const hint = hintFor(first, text);
			return {
				state: 'open',
				found: words.waits(podTrouble(own.value) ?? `${first.name}: ${first.phase}`),
				...(hint === undefined ? {} : {hint}),
			};
		},
		plan: nothing,
		undo: nothing,
		wait: {every: 1000, limit: 180_000, times: 1},
	};
}

function hintFor({phase, message}: Pod, text: IdText): Coded | undefined {
	const words = text.demo.hints;
	if (/ImagePull|ErrImage|InvalidImage/.test(phase)) return words.image;
	if (/CrashLoop|Error|OOMKilled/.test(phase)) return words.crash;
	if (phase === 'Pending' && /taint/.test(message ?? '')) return words.taint;
	if (phase === 'Pending' && /Insufficient/.test(message ?? '')) return words.resources;
	if (/sandbox|cni/i.test(message ?? '')) return words.network;
	return undefined;
}

function expose(text: IdText): Rung {
	const words = text.demo.rungs.expose;
	return {
		...head('expose', words),
		needs: ['cluster', 'service'],
		judge({service}, {name}) {
			const nodePort = service.known && service.value.state === 'ours' ? service.value.value?.ports[0]?.nodePort : null;
			return judgeOwned(
				service,
				{absent: words.absent, ours: words.ours(name, nodePort ?? null), foreign: words.foreign(name)},
				text,
			);
		},
		plan: (_facts, answers) => actions(demoCommands(answers).expose),
		undo: (_facts, answers) => demoCommands(answers).cleanup.slice(0, 1),
		notes: () => [words.world],
		ready: ({service}) => (service.known ? undefined : because(service, text)),
	};
}

/** Asked again until it answers: the packet rules come a moment after the service. */
function request(text: IdText): Rung {
	const words = text.demo.rungs.request;
	const other = (url: string, body: string, image: string): Coded | undefined =>
		!isHttpd(image) || body.includes('It works!') ? undefined : words.other(url, titleOf(body));
	return {
		...head('request', words),
		always: true,
		needs: ['cluster', 'service', 'url', 'deployment', 'replicaSets', 'pods', 'endpoints', 'answer', 'filter'],
		judge(facts, {image}): Judgement {
			const {url, answer} = facts;
			if (url === null) return {state: 'open', found: words.noPort};
			if (!answer.known) {
				return {state: 'open', found: words.silent(url, answer.unknown.detail), hint: silentHint(facts, text)};
			}

			const title = titleOf(answer.value);
			const problem = other(url, answer.value, image);
			if (problem !== undefined) return {state: 'open', found: problem};
			const others = strangers(facts);
			if (!others.known) return {state: 'open', found: because(others, text)};
			if (others.value.length > 0) {
				return {state: 'open', found: words.strangers(others.value.join(', ')), hint: words.strangersHint};
			}

			return {state: 'so', found: words.answered(url, title), values: {url, answer: title}};
		},
		plan: (facts, {image}) =>
			facts.url === null
				? []
				: [
						{
							command: system.httpGet(facts.url),
							until: {every: 1000, limit: 60_000},
							hint: silentHint(facts, text),
							expect: ({stdout}) => other(facts.url ?? '', stdout, image),
						},
					],
		undo: nothing,
	};
}

const isHttpd = (image: string): boolean => /(^|\/)httpd([:@]|$)/.test(image);

/** Why a node port may not answer, by what was read of the packet filter. */
function silentHint({filter}: Partial<DemoFacts>, text: IdText): Coded {
	const words = text.demo.hints;
	if (!filter?.known) return words.silent;
	if (filter.value.strict) return words.strict;
	return filter.value.kubeChains === 0 ? words.gone : words.silent;
}

/** The answer as a person reads it: without tags, one line. */
export const titleOf = (body: string): string =>
	body
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
		.trim()
		.slice(0, 200);

/** Deletes by name, and only what carries the demo's label. */
function cleanup(text: IdText): Rung {
	const words = text.demo.rungs.cleanup;
	const ours = ({service, deployment}: DemoFacts, answers: DemoAnswers): readonly Command[] => {
		const [removeService, removeDeployment] = demoCommands(answers).cleanup;
		return [
			...(service.known && service.value.state === 'ours' && removeService ? [removeService] : []),
			...(deployment.known && deployment.value.state === 'ours' && removeDeployment ? [removeDeployment] : []),
		];
	};
	return {
		...head('cleanup', words),
		needs: ['cluster', 'service', 'deployment', 'replicaSets', 'pods'],
		judge(facts, answers): Judgement {
			for (const reading of [facts.service, facts.deployment, facts.pods, facts.replicaSets]) {
				if (!reading.known) return {state: 'skipped', found: because(reading, text)};
			}

			const left = ours(facts, answers).length;
			if (left > 0) return {state: 'open', found: words.left(left)};
			const ending = endingPods(facts, answers);
			if (ending.length === 0) return {state: 'so', found: words.nothing};
			return {state: 'open', found: words.ending(ending.map(({name}) => name).join(', ')), hint: words.endingHint};
		},
		plan: (facts, answers) => actions(ours(facts, answers)),
		undo: nothing,
		// A pod may take its 30 s to end, and the collector of orphans comes round a while later.
		wait: {every: 1000, limit: 90_000, times: 1},
	};
}

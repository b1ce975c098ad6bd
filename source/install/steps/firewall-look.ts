import {shown} from '../../command/command.js';
import * as firewallCmd from '../../command/firewall-cmd.js';
import type {Firewall} from '../../model/firewall.js';
import {verdictOf, type LockOut, type LockOutFinding, type SshEndpoint} from '../../model/lock-out/lock-out.js';
import type {Link} from '../../facts/network.js';
import type {Reading} from '../../facts/reading.js';
import {fromOutside, listed, type Coded, type IdText} from '../../text/ids.js';
import type {InstallAnswers} from '../answers.js';
import type {InstallFacts} from '../facts.js';
import {firewallProfile, type Profile} from '../../model/firewall-items.js';
import {insidePods, nodeProfile} from '../../model/node-rules.js';
import {partsOf} from '../role.js';
import {outlook, type Outlook} from '../guard.js';
import type {Trials} from '../trial-facts.js';
import {because} from '../stages.js';
import type {Judgement} from '../../engine/step.js';

/** What both firewall steps look at. */
export type Needed = Pick<
	InstallFacts,
	'firewall' | 'routes' | 'links' | 'panic' | 'ssh' | 'trials' | 'controllerUnit' | 'podNetworks'
>;
export const needed = [
	'firewall',
	'routes',
	'links',
	'panic',
	'ssh',
	'trials',
	'controllerUnit',
	'podNetworks',
] as const;

export type Looked = {
	readonly firewall: Firewall;
	readonly profile: Profile;
	readonly outlook: Outlook;
	readonly links: readonly Link[];
	readonly trials: Trials;
};

/** The interface of the default route (the smallest metric), unless one was named. */
export function outward({routes}: Pick<InstallFacts, 'routes'>, answers: InstallAnswers): string | undefined {
	if (answers.interface !== undefined) return answers.interface;
	if (!routes.known) return undefined;
	const defaults = routes.value.filter(({to, dev, table}) => to === 'default' && dev !== null && table === 'main');
	return defaults.toSorted((a, b) => (a.metric ?? 0) - (b.metric ?? 0))[0]?.dev ?? undefined;
}

/** What both firewall steps must know before they can be planned; else why they cannot, or need not be. */
export function lookedAt(facts: Needed, answers: InstallAnswers, text: IdText): Looked | Judgement {
	const words = text.install.steps.firewall;
	const {firewall, links, panic, ssh, trials} = facts;
	if (!firewall.known) return withoutFirewall(firewall, text);
	if (!panic.known) return {state: 'blocked', found: because(panic, text)};
	if (panic.value) return {state: 'blocked', found: text.guard.panic};
	const name = outward(facts, answers);
	if (answers.profile === 'article' || (answers.profile === 'multi-node' && answers.interface !== undefined)) {
		if (name === undefined) return {state: 'blocked', found: words.noInterface, hint: words.nameInterface};
		const link = links.known ? links.value.find(each => each.name === name) : undefined;
		if (links.known && !link) return {state: 'blocked', found: words.unknownInterface(name), hint: words.nameInterface};
	}

	const profile =
		answers.profile === 'multi-node'
			? ofNodes(facts, firewall.value, answers, text)
			: firewallProfile(answers.profile, name ?? '');
	if ('state' in profile) return profile;
	const zones = [...profile.items.map(({zone}) => zone), ...(profile.defaultZone ? [profile.defaultZone] : [])];
	const absent = zones.find(zone => !firewall.value.runtime.some(each => each.name === zone));
	if (absent !== undefined) return {state: 'blocked', found: text.guard.noZoneNamed(absent)};
	if (!ssh.known) return {state: 'blocked', found: text.guard.whoIsIn(because(ssh, text))};
	if (!trials.known) return {state: 'blocked', found: text.guard.earlierTrials(because(trials, text))};
	return {
		firewall: firewall.value,
		profile,
		outlook: outlook(profile, firewall.value, ssh.value, {reloads: reloads(facts, answers)}),
		links: ssh.value.links,
		trials: trials.value,
	};
}

/** The profile `multi-node`, or what it lacks. */
function ofNodes(
	{routes, podNetworks}: Needed,
	firewall: Firewall,
	answers: InstallAnswers,
	text: IdText,
): Profile | Judgement {
	const words = text.install.steps.firewall;
	const {nodes = [], interface: named} = answers;
	if (nodes.length === 0) return {state: 'blocked', found: words.noNodes, hint: words.nameNodes};
	if (!podNetworks.known) return {state: 'blocked', found: words.podNetworks(because(podNetworks, text))};
	if (!routes.known) return {state: 'blocked', found: because(routes, text)};
	const inside = insidePods(nodes, podNetworks.value);
	if (inside !== undefined) return {state: 'blocked', found: words.nodeAmongPods(...inside), hint: words.nameNodes};
	const plan = {nodes, parts: partsOf(answers), podNetworks: podNetworks.value, outward: named};
	const zones = {zones: firewall.runtime, defaultZone: firewall.defaultZone};
	const made = nodeProfile(plan, zones, routes.value);
	return 'unplaced' in made
		? {state: 'blocked', found: words.noRouteToNode(made.unplaced), hint: words.nameInterface}
		: made;
}

/** Whether the plan ends with a reload: as the guide does, but never on a running node. */
export const reloads = (
	{controllerUnit: unit}: Pick<InstallFacts, 'controllerUnit'>,
	answers: InstallAnswers,
): boolean => answers.profile === 'article' && unit.known && unit.value.activeState === 'inactive';

function withoutFirewall(firewall: Reading<Firewall>, text: IdText): Judgement {
	const words = text.install.steps.firewall;
	if (firewall.known) return {state: 'so', found: fromOutside('')};
	switch (firewall.unknown.reason) {
		case 'tool-missing':
		case 'not-installed': {
			return {state: 'skipped', found: words.absent};
		}

		case 'not-running': {
			return {state: 'skipped', found: words.stopped};
		}

		default: {
			return {state: 'blocked', found: because(firewall, text)};
		}
	}
}

export const isJudgement = (seen: Looked | Judgement): seen is Judgement => 'state' in seen;

/** The plan's part of a looked-at firewall; nothing to plan where the judgement says why. */
export const planned = <T>(seen: Looked | Judgement, plan: (looked: Looked) => readonly T[]): readonly T[] =>
	isJudgement(seen) ? [] : plan(seen);

/** That a plan would keep somebody out, or might; undefined: it is safe. */
export function refusal(lockOut: LockOut, text: IdText): Judgement | undefined {
	const words = text.guard;
	const verdict = verdictOf(lockOut);
	const [first] = verdict === 'cuts-off' ? lockOut.cuts : lockOut.unsure;
	if (verdict === 'safe' || first === undefined) return undefined;
	const who = whoIs(first.endpoint, text);
	const zone = first.after.join(', ');
	if (zone === '') return {state: 'blocked', found: words.noZone(who)};
	if (verdict === 'cannot-tell') return {state: 'blocked', found: words.cannotTell(who, first.interface, zone)};
	const {port} = first.endpoint;
	const more = lockOut.cuts.length - 1;
	return {
		state: 'blocked',
		found: listed(
			[words.cutsOff(who, first.interface, zone, port), ...(more > 0 ? [words.cutsOffMore(more)] : [])],
			' ',
		),
		hint: words.fix(fixes(first).map(shown).join(' && ')),
	};
}

/** What would let it in, now and for good. */
const fixes = ({after, endpoint}: LockOutFinding): ReadonlyArray<readonly string[]> =>
	[false, true].map(permanent => firewallCmd.addPort(after[0] ?? '', `${endpoint.port}/tcp`, permanent).argv);

export const whoIs = (endpoint: SshEndpoint, text: IdText): Coded =>
	endpoint.kind === 'session'
		? text.guard.session(endpoint.peer, endpoint.peerPort, endpoint.port)
		: text.guard.listener(endpoint.address, endpoint.port, endpoint.from);

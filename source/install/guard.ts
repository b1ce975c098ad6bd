import type {Undoing} from '../command/guard.js';
import {cidrText, parseCidr} from '../model/cidr.js';
import {lockOut, allOf, type LockOut, type LockOutFinding, type SshExposure} from '../model/lock-out/lock-out.js';
import {afterChanges, type FirewallChange} from '../model/firewall-plan.js';
import type {Firewall, FirewallZones, Zone} from '../model/firewall.js';
import type {Link} from '../facts/network.js';
import {sourceOfRule, type Item, type Profile} from '../model/firewall-items.js';

const order: ReadonlyArray<FirewallChange['kind']> = [
	'interface',
	'source',
	'service',
	'port',
	'rich-rule',
	'masquerade',
];

/**
 * What takes changes of the running zones back exactly, as arguments of firewall-cmd: those that decide which zone judges
 * come first, settings of one kind and zone in one command.
 */
export function inverse(changes: readonly FirewallChange[], before: readonly Zone[]): Undoing {
	const commands = new Map<string, string[]>();
	for (const kind of order) {
		for (const change of changes.filter(each => each.kind === kind)) {
			const {zone, words} = undone(change, before);
			// One call of firewall-cmd must end in the guard's time: rich rules for each source are one of their own.
			const of = change.kind === 'rich-rule' ? sourceOfRule(change.value) : '';
			const key = `${zone}\0${words.split('=')[0]}\0${of}`;
			const command = commands.get(key) ?? [`--zone=${zone}`];
			commands.set(key, command);
			if (!command.includes(words)) command.push(words);
		}
	}

	return [...commands.values()];
}

function undone({kind, zone, value, remove}: FirewallChange, before: readonly Zone[]): {zone: string; words: string} {
	if (kind === 'masquerade') return {zone, words: remove ? '--add-masquerade' : '--remove-masquerade'};
	if (kind === 'interface' || kind === 'source') {
		const key = kind === 'interface' ? 'interfaces' : 'sources';
		const old = before.find(each => each[key].includes(value))?.name;
		return old === undefined
			? {zone, words: `--remove-${kind}=${value}`}
			: {zone: old, words: `--change-${kind}=${value}`};
	}

	return {zone, words: `--${remove ? 'add' : 'remove'}-${kind}=${value}`};
}

/**
 * A default zone is set for good at once, so a trial never sets it. What would fall into it is bound to it instead: links
 * that no zone names, or that only follow the default zone of now.
 */
export function standIns({defaultZone, items}: Profile, firewall: Firewall, links: readonly Link[]): readonly Item[] {
	if (defaultZone === undefined || defaultZone === firewall.defaultZone) return [];
	const named = new Set(items.filter(({kind}) => kind === 'interface').map(({value}) => value));
	return links
		.filter(({name, kind, master}) => kind !== 'loopback' && name !== 'lo' && master === null && !named.has(name))
		.filter(({name}) => {
			const bound = firewall.runtime.find(({interfaces}) => interfaces.includes(name));
			const forGood = firewall.permanent.some(({interfaces}) => interfaces.includes(name));
			return bound === undefined || (bound.name === firewall.defaultZone && !forGood);
		})
		.map(({name}) => ({kind: 'interface', zone: defaultZone, value: name}));
}

export type Outlook = {
	readonly now: FirewallZones;
	/** When all of the plan is in force and written down. */
	readonly then: FirewallZones;
	readonly lockOut: LockOut;
};

/** What a profile does to the zones, and whom it would keep out: during the trial, after it, after a reload or a reboot. */
export function outlook(
	profile: Profile,
	firewall: Firewall,
	ssh: SshExposure,
	{reloads}: {readonly reloads: boolean},
): Outlook {
	const {runtime, permanent, defaultZone} = firewall;
	const zone = profile.defaultZone ?? defaultZone;
	const now = {zones: runtime, defaultZone};
	const trial = afterChanges(now, [...profile.items, ...standIns(profile, firewall, ssh.links)]);
	const then = afterChanges(now, profile.items, zone);
	const written = {zones: permanent, defaultZone};
	const writtenThen = afterChanges(written, profile.items, zone);
	// NetworkManager binds anew what it bound: those links keep their zone over a reload, though no file names it.
	const rebound = afterChanges(writtenThen, bindings(then.zones, writtenThen.zones));
	const inForce = allOf([lockOut(ssh, now, trial), lockOut(ssh, now, then)]);
	const later = allOf([
		lockOut(ssh, written, writtenThen),
		...(reloads ? [lockOut(ssh, now, writtenThen), lockOut(ssh, now, rebound)] : []),
	]);
	return {now, then, lockOut: {...allOf([inForce, later]), changed: inForce.changed.filter(notPods(profile))}};
}

/**
 * The networks of pods that a plan takes into `trusted` are nobody's from where a person logs in: what a listener says to
 * them asks for no new login. A session that came from there does.
 */
export const notPods =
	({items}: Profile) =>
	({endpoint}: LockOutFinding): boolean =>
		!(
			endpoint.kind === 'listener' &&
			items.some(({kind, zone, value}) => kind === 'source' && zone === 'trusted' && isSame(value, endpoint.from))
		);

const isSame = (network: string, other: string | null): boolean => {
	const [a, b] = [parseCidr(network), parseCidr(other ?? '')];
	return a !== undefined && b !== undefined && cidrText(a) === cidrText(b);
};

const bindings = (running: readonly Zone[], written: readonly Zone[]): readonly FirewallChange[] =>
	running.flatMap(({name, interfaces}) =>
		interfaces
			.filter(each => !written.some(zone => zone.interfaces.includes(each)))
			.map(value => ({kind: 'interface', zone: name, value})),
	);

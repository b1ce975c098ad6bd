import * as firewallCmd from '../command/firewall-cmd.js';
import * as guard from '../command/guard.js';
import type {Outcome} from '../command/outcome.js';
import * as system from '../command/system.js';
import type {Firewall} from '../model/firewall.js';
import type {FirewallServices} from '../model/lock-out/zone.js';
import type {SshExposure, SshListener} from '../model/lock-out/lock-out.js';
import type {Link, Route} from '../facts/network.js';
import {denyingPolicy, readPolicies} from '../read/firewall/policies.js';
import {readPanic} from '../read/firewall/state.js';
import {readService} from '../read/firewall/service.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {readSshSockets, sshNames} from '../read/ssh-sockets.js';
import {readListeners} from '../read/ss.js';
import {bridge} from '../command/k0s-paths.js';
import type {Fact} from '../fact-table/fact.js';

export type GuardFacts = {
	/** True: firewalld drops everything. */
	readonly panic: Reading<boolean>;
	readonly ssh: Reading<SshExposure>;
};

type Around = {
	readonly firewall: Reading<Firewall>;
	readonly links: Reading<readonly Link[]>;
	readonly routes: Reading<readonly Route[]>;
};
type F = GuardFacts & Around;

const isRunning = ({firewall}: Partial<F>): boolean => firewall?.known === true;

/** Services of the zones that judge something, or could after a plan. */
function servicesOf(firewall: Firewall): readonly string[] {
	const named = new Set([firewall.defaultZone, 'public', 'trusted']);
	const judging = [...firewall.runtime, ...firewall.permanent].filter(
		({name, interfaces, sources}) => named.has(name) || interfaces.length > 0 || sources.length > 0,
	);
	return [...new Set(judging.flatMap(({services}) => services))].toSorted();
}

/** sshd's own, and port 22 or the port of a live login where systemd holds the socket for it. */
function sshListeners(outcome: Outcome, ports: readonly number[]): Reading<readonly SshListener[]> {
	const listeners = readListeners(outcome);
	if (!listeners.known) return listeners;
	const held = listeners.value.filter(({protocol, port, processes}) => {
		const names = (processes ?? []).map(({name}) => name);
		const forSshd = names.includes('systemd') && [22, ...ports].includes(port);
		return protocol === 'tcp' && (forSshd || names.some(name => sshNames.includes(name)));
	});
	return known(held.map(({address, port}) => ({address, port})));
}

/** What a firewall plan is judged by, for any list of steps that knows firewalld, links and routes. */
export const guardFacts: {readonly [K in keyof GuardFacts]: Fact<GuardFacts[K], F, unknown>} = {
	panic: {
		after: ['firewall'],
		commands: (_answers, facts) => (isRunning(facts) ? [firewallCmd.panic()] : []),
		read: ([outcome]) => (outcome === undefined ? known(false) : readPanic(outcome)),
	},
	ssh: {
		after: ['firewall', 'links', 'routes'],
		commands: (_answers, {firewall}) =>
			firewall?.known
				? [
						guard.connections(),
						system.listeners(),
						firewallCmd.policies(),
						...servicesOf(firewall.value).map(guard.service),
					]
				: [],
		read([connections, listening, policies, ...infos], _answers, {firewall, links, routes}) {
			if (!firewall?.known || !connections || !listening || !policies) return unknown('not-running', 'firewalld');
			const sessions = readSshSockets(connections);
			if (!sessions.known) return sessions;
			const listeners = sshListeners(
				listening,
				sessions.value.map(({port}) => port),
			);
			if (!listeners.known) return listeners;
			const strange = readPolicies(policies);
			if (!strange.known) return strange;
			if (!links?.known) return links ?? unknown('aborted');
			if (!routes?.known) return routes ?? unknown('aborted');
			const services: FirewallServices = new Map(
				servicesOf(firewall.value).map((name, index) => {
					const info = infos[index] && readService(infos[index]);
					return [name, info?.known ? info.value : undefined];
				}),
			);
			return known({
				sessions: sessions.value,
				listeners: listeners.value,
				links: links.value,
				routes: routes.value,
				services,
				strangePolicy: denyingPolicy(strange.value),
				inward: [bridge],
			});
		},
	},
};

import {bridge} from '../command/k0s-paths.js';
import {addPort, changeInterface, removePort} from '../command/firewall-cmd.js';
import {restartUnit} from '../command/systemd.js';
import {
	accepts,
	differences,
	zone as zoneNamed,
	zoneInForce,
	type FirewallZones,
	type ZoneInForce,
} from '../model/firewall.js';
import type {ReloadEffect} from '../model/firewall-reload.js';
import {podReach} from '../model/pod-reach/pod-reach.js';
import type {Unknown} from '../facts/reading.js';
import {backendOf} from '../read/firewall/state.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck, type Finding} from './check.js';
import type {Facts} from './facts.js';
import {endsPanic, newBackend, profileRemedy, stoppedFinding, unmasks, writingDown} from './firewall-remedies.js';
import {namedNodes, withNodesHere} from './firewall-nodes.js';
import {partsOf} from '../install/role.js';
import {portsOf} from '../model/node-rules.js';
import {podFinding, podFirewall, podsOf} from './firewall-pods.js';
import {effectOfReload, outwardOf, zoneLines} from './firewall-zones.js';
import {rangesOf} from './options.js';
import {advice, fix} from './remedies.js';
import {isYoung, k0sRuns, ownUnitName} from './unit.js';

type FirewallReadings = Pick<Facts, 'zones' | 'defaultZone'>;

/** A k0s.yaml that cannot be read: the bridge tells the range, or k0s's own is taken. */
const unsaid = {podCidr: null, serviceCidr: null};

/** Off or absent: nothing to judge. What cannot be read is unknown. */
function withZones(
	state: string,
	{zones, defaultZone}: FirewallReadings,
	text: Text,
	judge: (firewall: FirewallZones) => Finding,
): Finding {
	if (state !== 'running') return {result: 'skip', found: text.checks.firewallOff};
	if (!zones.known) return cannotTell(zones.unknown, text);
	if (!defaultZone.known) return cannotTell(defaultZone.unknown, text);
	return judge({zones: zones.value, defaultZone: defaultZone.value});
}

/** Two zones name the interface, one of them by a pattern: which of them judges depends on the version. */
const notOne = ({zone, perhaps}: ZoneInForce): Unknown | undefined =>
	perhaps ? {reason: 'unreadable', detail: [zone, ...perhaps].map(({name}) => name).join(', ')} : undefined;

export const firewall = [
	defineCheck({
		id: 'firewalld',
		group: 'firewall',
		needs: ['firewallState'],
		may: ['firewalldConf', 'firewalldUnit', 'panic', 'kubeChains'],
		judge({firewallState}, {readings, words}) {
			if (firewallState === 'absent') return {result: 'pass', found: words.absent};
			const unit = readings.firewalldUnit.known ? readings.firewalldUnit.value : undefined;
			const masked = unit?.loadState === 'masked' || unit?.fileState === 'masked';
			if (firewallState === 'stopped') return stoppedFinding(masked, words);
			const backend = backendOf(readings.firewalldConf.known ? readings.firewalldConf.value : null);
			const shows = ['running', 'FirewallBackend=', 'yes', 'LoadState=masked'];
			if (readings.panic.known && readings.panic.value) {
				return {result: 'fail', found: words.panic, shows, remedy: endsPanic(words.panicNote)};
			}

			if (backend !== 'nftables') {
				return {
					result: 'warn',
					found: words.backend(backend),
					shows,
					remedy: newBackend(backend, readings.kubeChains, words),
				};
			}

			return masked
				? {result: 'warn', found: words.maskedRuns, shows, remedy: unmasks(words.maskedNote)}
				: {result: 'pass', found: words.running(backend), shows};
		},
	}),
	defineCheck({
		id: 'firewall-pods',
		group: 'firewall',
		needs: ['firewallState'],
		may: [
			'defaultZone',
			'zones',
			'permanentZones',
			'policies',
			'directRules',
			'firewallTable',
			'firewallSets',
			'firewallServices',
			'configRanges',
			'links',
			'routes',
			'controllerUnit',
		],
		judge: ({firewallState}, {readings, options, words, text}) =>
			withZones(firewallState, readings, text, zones => {
				const {podCidr} = rangesOf(options, readings.configRanges.known ? readings.configRanges.value : unsaid);
				const reach = podReach(podFirewall(zones, readings), podsOf(podCidr, readings));
				if (!reach) return cannotTell({reason: 'unreadable', detail: zones.defaultZone}, text);
				// Whether the zone forwards depends on the outside interface, but for one that accepts everything.
				if (!readings.routes.known && reach.by.zone.target !== 'ACCEPT')
					return cannotTell(readings.routes.unknown, text);
				// What was not read may refuse what the zone accepts.
				const certain = reach.closed.length > 0 || reach.forwards.answer === 'no';
				const unread = [readings.policies, readings.directRules].find(reading => !reading.known);
				const unsure = reach.perhaps.length > 0 || reach.forwards.answer === 'perhaps';
				if (!certain && unsure && unread && !unread.known) return cannotTell(unread.unknown, text);
				const outward = outwardOf(readings.routes);
				const remedy = profileRemedy(zones, readings.permanentZones, outward, options, words);
				return podFinding(reach, k0sRuns(readings.controllerUnit), remedy, words);
			}),
	}),
	defineCheck({
		id: 'firewall-interface',
		group: 'firewall',
		needs: ['firewallState'],
		may: ['defaultZone', 'zones', 'routes'],
		judge: ({firewallState}, {readings, words, text}) =>
			withZones(firewallState, readings, text, zones => {
				if (!readings.routes.known) return cannotTell(readings.routes.unknown, text);
				const dev = outwardOf(readings.routes);
				if (dev === null) return {result: 'skip', found: words.noRoute};
				const inForce = zoneInForce(zones, dev);
				if (!inForce) return cannotTell({reason: 'unreadable', detail: zones.defaultZone}, text);
				const {zone, by} = inForce;
				const unsure = notOne(inForce);
				if (unsure) return cannotTell(unsure, text);
				const shows = zoneLines(zone);
				if (zone.target !== 'ACCEPT') return {result: 'pass', found: words.found(dev, zone.name, words.by[by]), shows};
				const commands = [changeInterface('public', dev, false), changeInterface('public', dev)];
				return {result: 'warn', found: words.open(dev, zone.name), shows, remedy: {commands, note: words.note}};
			}),
	}),
	defineCheck({
		id: 'firewall-default-zone',
		group: 'firewall',
		needs: ['firewallState'],
		may: ['defaultZone', 'zones'],
		judge: ({firewallState}, {readings, options, words, text}) =>
			withZones(firewallState, readings, text, ({zones, defaultZone}) => {
				const shows = [defaultZone];
				if (zoneNamed(zones, defaultZone)?.target !== 'ACCEPT') {
					return {result: 'pass', found: words.found(defaultZone), shows};
				}

				return options.profile === 'article'
					? {result: 'pass', found: words.article(defaultZone), shows}
					: {result: 'warn', found: words.open(defaultZone), shows, remedy: {commands: [], note: words.note}};
			}),
	}),
	defineCheck({
		id: 'firewall-nodes',
		group: 'firewall',
		needs: ['firewallState'],
		may: ['defaultZone', 'zones', 'permanentZones', 'routes', 'nodes', 'hostname', 'controllerUnit', 'unitFile'],
		judge({firewallState}, {readings, options: chosen, words, text}) {
			const options = withNodesHere(chosen, readings);
			if (options.profile !== 'multi-node') return {result: 'skip', found: words.notWanted(options.profile)};
			return withZones(firewallState, readings, text, zones => {
				if (!readings.routes.known) return cannotTell(readings.routes.unknown, text);
				if (options.nodes !== null)
					return namedNodes(zones, readings.routes.value, readings.permanentZones, options, words, text);
				const inForce = zoneInForce(zones, outwardOf(readings.routes) ?? '');
				if (!inForce) return cannotTell({reason: 'unreadable', detail: zones.defaultZone}, text);
				const unsure = notOne(inForce);
				if (unsure) return cannotTell(unsure, text);
				const {zone} = inForce;
				const wanted = portsOf(partsOf({role: options.role ?? undefined, single: false}));
				const open = wanted.map(port => ({port, open: accepts(zone, port)}));
				const closed = open.filter(({open: is}) => is === 'no').map(({port}) => port);
				const shows = zoneLines(zone);
				if (closed.length === 0) {
					return open.every(({open: is}) => is === 'yes')
						? {result: 'pass', found: words.good(zone.name), shows}
						: {result: 'unknown', found: words.perhaps(zone.name), shows, remedy: advice(words.nameNodes)};
				}

				const both = (act: typeof addPort) =>
					closed.flatMap(port => [act(zone.name, port, false), act(zone.name, port)]);
				const remedy = fix(words.note, both(addPort), both(removePort), false);
				return {result: 'warn', found: words.closed(zone.name, closed), shows, remedy};
			});
		},
	}),
	defineCheck({
		id: 'firewall-permanent',
		group: 'firewall',
		needs: ['firewallState'],
		may: ['defaultZone', 'zones', 'permanentZones'],
		judge: ({firewallState}, {readings, words, text}) =>
			withZones(firewallState, readings, text, ({zones}) => {
				if (!readings.permanentZones.known) return cannotTell(readings.permanentZones.unknown, text);
				const permanent = withFollowers(zones, readings.permanentZones.value);
				const differs = differences(zones, permanent);
				if (differs.length === 0) return {result: 'pass', found: words.same};
				return {result: 'warn', found: words.differs(differs), remedy: writingDown(zones, permanent, words)};
			}),
	}),
	defineCheck({
		id: 'firewall-reload',
		group: 'firewall',
		needs: ['firewallState'],
		may: [
			'kubeChains',
			'firewalldVersion',
			'firewalldConf',
			'directRules',
			'controllerUnit',
			'links',
			'zones',
			'permanentZones',
			'clock',
		],
		settles: {every: 2000, limit: 120_000, times: 1},
		judge({firewallState}, {readings, words, text}) {
			const {kubeChains, controllerUnit, links, zones, permanentZones, clock} = readings;
			if (firewallState !== 'running') return {result: 'skip', found: text.checks.firewallOff};
			if (!kubeChains.known) return cannotTell(kubeChains.unknown, text);
			const runs = controllerUnit.known && controllerUnit.value.activeState === 'active';
			const connected = links.known && links.value.some(({name}) => name === bridge);
			if (kubeChains.value === 0) {
				const remedy = fix(words.wipedNote, [restartUnit(ownUnitName(controllerUnit))], [], false);
				// kube-proxy writes them half a minute after the start: a restart now would only begin that anew.
				if (runs && connected && isYoung(controllerUnit, clock)) {
					return {result: 'unknown', found: words.starting, shows: ['ActiveState=']};
				}

				return runs && connected
					? {result: 'fail', found: words.wiped, remedy}
					: {result: 'pass', found: words.harmless};
			}

			// Something is written down that is not in force: somebody is about to reload.
			const tempting =
				zones.known &&
				permanentZones.known &&
				differences(zones.value, withFollowers(zones.value, permanentZones.value)).length > 0;
			const effect = effectOfReload(readings);
			const shows = ['"KUBE-', 'ActiveState=', 'ipv4 '];
			if (effect.kind === 'keeps') return {result: 'pass', found: words.keeps(effect.version, kubeChains.value), shows};
			const found = words.danger(reasonOf(effect, words), kubeChains.value);
			// A direct rule is a trap for whoever reloads next; an old version is one only for who is about to.
			const isTrap = tempting || (effect.kind === 'deletes' && effect.because === 'direct');
			const remedy = advice(
				effect.kind === 'deletes' && effect.because === 'direct' ? `${words.directNote} ${words.note}` : words.note,
			);
			return isTrap ? {result: 'warn', found, shows, remedy} : {result: 'pass', found, shows};
		},
	}),
];

function reasonOf(
	effect: Exclude<ReloadEffect, {kind: 'keeps'}>,
	words: Text['checks']['items']['firewall-reload'],
): string {
	if (effect.kind === 'unknown') return words.because.unknown;
	switch (effect.because) {
		case 'version':
			return words.because.version(effect.version);
		case 'backend':
			return words.because.backend(effect.backend);
		case 'direct':
			return words.because.direct(effect.rules);
	}
}

/**
 * NetworkManager binds its interfaces to zones without writing that down in firewalld, and does so again after a reload:
 * no difference. kube-bridge is not its own: bound only in force, it is lost.
 */
function withFollowers(runtime: FirewallZones['zones'], permanent: FirewallZones['zones']): FirewallZones['zones'] {
	return permanent.map(zone => {
		const now = zoneNamed(runtime, zone.name);
		const followers =
			now?.interfaces.filter(name => name !== bridge && !permanent.some(({interfaces}) => interfaces.includes(name))) ??
			[];
		return {...zone, interfaces: [...zone.interfaces, ...followers]};
	});
}

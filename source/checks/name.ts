import {setHostname} from '../command/systemd.js';
import {hostnameFaults, isFatal, isFullyQualified, nodeName, repaired} from '../model/hostname.js';
import {addressOf, defaultRoutes} from './addresses.js';
import type {Link} from '../facts/network.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck, type Finding, type Remedy} from './check.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';
import {advice, fix, lineIn} from './remedies.js';
import {k0sInstalled} from './unit.js';

/** Loopback, link-local, multicast and none at all: no address of a node (`validateNodeIP` of kubelet 1.34). */
const isNoNode = (address: string): boolean =>
	/^(?:127\.|169\.254\.|0\.0\.0\.0$|2(?:2[4-9]|3\d)\.|::1?$|fe[89ab]|ff)/i.test(address);

/**
 * The node address that the kubelet takes from the name (nodestatus/setters.go of Kubernetes 1.34, without --node-ip): the
 * first IPv4 address of this host that a node may have (one of `lo` too), else the first IPv6 one; undefined: none, then the
 * default route's.
 */
function takenBy(addresses: readonly string[], links: readonly Link[]): string | undefined {
	const own = links.flatMap(({addresses: each}) => each.map(({local}) => local));
	const usable = addresses
		.map(address => address.replace(/%.*$/, ''))
		.filter(address => own.includes(address) && !isNoNode(address));
	return usable.find(address => !address.includes(':')) ?? usable[0];
}

/** A line for /etc/hosts; a name that is none is never written there. */
function hosts(line: string, note: string, hostname: string, options: CheckOptions): Remedy {
	if (hostnameFaults(hostname).some(isFatal)) return advice(note);
	const {commands, undo} = lineIn('/etc/hosts', line, options);
	return fix(note, commands, undo, true);
}

/** What can be done about a bad name: a node has its own already, or the name says which one was meant. */
function renaming(
	hostname: string,
	controller: Facts['controllerUnit'],
	words: Text['checks']['items']['hostname'],
): Remedy {
	const better = repaired(hostname);
	if (k0sInstalled(controller)) return advice(words.tooLate);
	if (better === undefined) return advice(words.note, [setHostname(words.example)]);
	// What was refused would not come back as it was: hostnamectl changes what it does not like.
	const undo = hostnameFaults(hostname).some(isFatal) ? [] : [setHostname(hostname)];
	return fix(words.noteBetter, [setHostname(better)], undo, false);
}

export const name = [
	defineCheck({
		id: 'hostname',
		group: 'name',
		needs: ['hostname'],
		may: ['controllerUnit'],
		judge({hostname}, {readings: {controllerUnit}, words}): Finding {
			const faults = hostnameFaults(hostname);
			if (faults.length === 0) {
				return {result: 'pass', found: isFullyQualified(hostname) ? words.good(hostname) : words.oneLabel(hostname)};
			}

			return {
				result: faults.some(isFatal) ? 'fail' : 'warn',
				found: words.faulty(
					hostname,
					faults.map(fault => words.fault[fault]),
				),
				shows: [hostname],
				remedy: renaming(hostname, controllerUnit, words),
			};
		},
	}),
	defineCheck({
		id: 'hostname-resolves',
		group: 'name',
		needs: ['hostname', 'hostnameAddresses'],
		may: ['links', 'routes', 'hosts'],
		judge({hostname, hostnameAddresses}, {readings: {links, routes, hosts: entries}, options, words}) {
			const dev = routes.known ? defaultRoutes(routes.value)[0]?.dev : undefined;
			if (hostnameAddresses.length > 0) {
				const taken = links.known ? takenBy(hostnameAddresses, links.value) : undefined;
				const own = links.known ? links.value.find(({name}) => name === dev) : undefined;
				if (taken === undefined || own === undefined || own.addresses.some(({local}) => local === taken)) {
					return {result: 'pass', found: words.found(hostnameAddresses), shows: [hostname]};
				}

				return {
					result: 'warn',
					found: words.elsewhere(taken, own.name, (addressOf([own], own.name) ?? own.addresses[0])?.local ?? ''),
					shows: [hostname, taken],
					remedy: advice(words.elsewhereNote),
				};
			}

			// Another line would not be read either.
			const there = entries.known ? entries.value.find(({names}) => names.includes(hostname)) : undefined;
			if (there) {
				const remedy = advice(words.noteThere(hostname, there.address));
				return {result: 'warn', found: words.none(hostname), shows: [hostname], remedy};
			}

			const address = (links.known && dev && addressOf(links.value, dev)?.local) || '127.0.1.1';
			return {
				result: 'warn',
				found: words.none(hostname),
				remedy: hosts(`${address} ${hostname}`, words.note(hostname, address), hostname, options),
			};
		},
	}),
	defineCheck({
		id: 'localhost',
		group: 'name',
		needs: ['hosts'],
		may: ['localhostAddresses'],
		judge({hosts: entries}, {readings: {localhostAddresses}, options, words}) {
			const own = entries.filter(({names}) => names.includes('localhost')).map(({address}) => address);
			if (own.length > 0) return {result: 'pass', found: words.found(own), shows: ['localhost']};
			const remedy = hosts('127.0.0.1 localhost', words.note, 'localhost', options);
			const elsewhere = localhostAddresses.known ? localhostAddresses.value : [];
			return elsewhere.length > 0
				? {result: 'warn', found: words.elsewhere(elsewhere), shows: ['localhost'], remedy}
				: {result: 'fail', found: words.none, remedy};
		},
	}),
	defineCheck({
		id: 'node-name',
		group: 'name',
		needs: ['hostname'],
		may: ['nodes'],
		judge({hostname}, {readings: {nodes}, words, text}) {
			if (!nodes.known) {
				return nodes.unknown.reason === 'not-running' || nodes.unknown.reason === 'not-installed'
					? {result: 'skip', found: words.notYet}
					: cannotTell(nodes.unknown, text);
			}

			const names = nodes.value.map(node => node.name);
			return names.includes(nodeName(hostname))
				? {result: 'pass', found: words.found(nodeName(hostname)), shows: [hostname]}
				: {
						result: 'fail',
						found: words.changed(hostname, names),
						shows: [hostname, ...names],
						remedy: {commands: [], note: words.note},
					};
		},
	}),
];

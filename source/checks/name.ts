import {setHostname} from '../command/systemd.js';
import {hostnameFaults, isFatal, isFullyQualified, nodeName} from '../model/hostname.js';
import {addressOf, defaultRoutes} from './addresses.js';
import {cannotTell, defineCheck} from './check.js';

export const name = [
	defineCheck({
		id: 'hostname',
		group: 'name',
		needs: ['hostname'],
		judge({hostname}, {words}) {
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
				remedy: {commands: [setHostname(words.example)], note: words.note},
			};
		},
	}),
	defineCheck({
		id: 'hostname-resolves',
		group: 'name',
		needs: ['hostname', 'hostnameAddresses'],
		may: ['links', 'routes'],
		judge({hostname, hostnameAddresses}, {readings: {links, routes}, words}) {
			if (hostnameAddresses.length > 0) {
				return {result: 'pass', found: words.found(hostnameAddresses), shows: [hostname]};
			}

			const dev = routes.known ? defaultRoutes(routes.value)[0]?.dev : undefined;
			const address = (links.known && dev && addressOf(links.value, dev)?.local) || '127.0.1.1';
			return {
				result: 'warn',
				found: words.none(hostname),
				remedy: {commands: [], note: words.note(hostname, address)},
			};
		},
	}),
	defineCheck({
		id: 'localhost',
		group: 'name',
		needs: ['hosts'],
		may: ['localhostAddresses'],
		judge({hosts}, {readings: {localhostAddresses}, words}) {
			const own = hosts.filter(({names}) => names.includes('localhost')).map(({address}) => address);
			if (own.length > 0) return {result: 'pass', found: words.found(own), shows: ['localhost']};
			const remedy = {commands: [], note: words.note};
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

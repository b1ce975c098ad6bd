import type {ResolvConf} from '../facts/host.js';
import {isAbsent, readText} from './file.js';
import {known, mapReading} from '../facts/reading.js';
import type {Reader} from './reading.js';

/** /etc/resolv.conf (resolv.conf(5)): the last `search` or `domain` counts. A file that is not there names no server. */
export const readResolvConf: Reader<ResolvConf> = outcome =>
	mapReading(readText(outcome), text => {
		const nameservers: string[] = [];
		let search: string[] = [];
		for (const line of (text ?? '').split('\n')) {
			const [key, ...values] = line
				.replace(/[#;].*$/, '')
				.trim()
				.split(/\s+/);
			if (key === 'nameserver' && values[0] !== undefined) nameservers.push(values[0]);
			if (key === 'search' || key === 'domain') search = values;
		}

		return {nameservers, search};
	});

/** The file in which systemd-resolved names the servers that it asks; null: there is none. */
export const resolvedFile = '/run/systemd/resolve/resolv.conf';
/** Where others keep the servers that a network gave, when /etc/resolv.conf names this host: NetworkManager, dnsmasq's packages. */
export const otherResolvConfFiles = [
	resolvedFile,
	'/run/NetworkManager/no-stub-resolv.conf',
	'/run/dnsmasq/resolv.conf',
	'/run/resolvconf/resolv.conf',
];
export const readResolvedConf: Reader<ResolvConf | null> = outcome =>
	isAbsent(outcome) ? known(null) : readResolvConf(outcome);

import type {ResolvConf} from '../model/host.js';
import {required} from './file.js';
import type {Reader} from './reading.js';

/** /etc/resolv.conf (resolv.conf(5)): the last `search` or `domain` counts. */
export const readResolvConf: Reader<ResolvConf> = outcome =>
	required(outcome, text => {
		const nameservers: string[] = [];
		let search: string[] = [];
		for (const line of text.split('\n')) {
			const [key, ...values] = line
				.replace(/[#;].*$/, '')
				.trim()
				.split(/\s+/);
			if (key === 'nameserver' && values[0] !== undefined) nameservers.push(values[0]);
			if (key === 'search' || key === 'domain') search = values;
		}

		return {nameservers, search};
	});

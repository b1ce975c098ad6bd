import type {FirewallService} from '../../facts/host.js';
import {firstLine, notOk, type Reader} from '../reading.js';
import {known, unknown} from '../../facts/reading.js';

/** `firewall-cmd --info-service=NAME` (0.6 to 2.5): the name, then indented `key: values`. */
export const readService: Reader<FirewallService> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const lines = outcome.stdout.split('\n').filter(line => line.trim() !== '');
	const name = firstLine(outcome.stdout).split(' ')[0] ?? '';
	const list = (key: string): readonly string[] | undefined =>
		lines
			.find(line => line.startsWith(`  ${key}:`))
			?.slice(key.length + 3)
			.split(/\s+/)
			.filter(word => word !== '');
	const ports = list('ports');
	const sourcePorts = list('source-ports') ?? [];
	if (!/^\S+$/.test(name) || ports === undefined) return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	return known({
		name,
		ports,
		protocols: list('protocols') ?? [],
		includes: list('includes') ?? [],
		destinations: list('destination') ?? [],
		...(sourcePorts.length === 0 ? {} : {sourcePorts}),
	});
};

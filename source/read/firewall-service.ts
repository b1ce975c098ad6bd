import {firstLine, known, notOk, unknown, type Reader} from './reading.js';

/** What a service of firewalld opens. `ports`: `22/tcp`; `includes`: services it takes along; `destinations`: it opens them for these only (`ipv4:224.0.0.251`). */
export type FirewallService = {
	readonly name: string;
	readonly ports: readonly string[];
	readonly protocols: readonly string[];
	readonly includes: readonly string[];
	readonly destinations: readonly string[];
};

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
	if (!/^\S+$/.test(name) || ports === undefined) return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	return known({
		name,
		ports,
		protocols: list('protocols') ?? [],
		includes: list('includes') ?? [],
		destinations: list('destination') ?? [],
	});
};

import type {Moment} from '../moment.js';
import type {Zone} from '../state.js';
import {direct, flushTables, hasDirect, reloadDirect} from './firewall-direct.js';
import {runZoneOption, type ZoneAnswer} from './firewall-zone.js';
import {fail, ok, type Call, type Result} from './tool.js';

/** firewall-cmd of firewalld 2.3: runtime and permanent zones, with its exit codes and warnings. */
export async function firewallCmd(call: Call): Promise<Result> {
	const moment = call.moment();
	const {firewall} = moment.state;
	const words = call.argv.slice(1);
	const has = (name: string): boolean => words.includes(name);
	if (words.length === 0)
		return fail(
			2,
			"State: running\n\nNo options specified\nusage: 'firewall-cmd --help' for usage information or see firewall-cmd(1) man page",
		);
	if (has('--version')) return ok(moment.faults.firewalld ?? '2.3.1');
	if (!firewall.running) return fail(252, has('--state') ? 'not running' : 'FirewallD is not running');
	if (has('--state')) return ok('running');
	if (has('--query-panic')) return {exit: 1, stdout: 'no\n', stderr: ''};
	if (has('--panic-off') || has('--panic-on')) return ok('success');
	if (has('--get-default-zone')) return ok(firewall.defaultZone);
	if (has('--check-config')) return ok('success');
	if (has('--direct')) return direct(moment, words);
	if (has('--list-all-policies')) return ok(policy);
	const service = valueOf(words, '--info-service');
	if (service !== undefined) return infoOf(service);
	// It has no ipsets.
	const set = valueOf(words, '--info-ipset');
	if (set !== undefined) return fail(135, `Error: INVALID_IPSET: ${set}`);
	const permanent = has('--permanent');
	const zones = permanent ? firewall.permanent : firewall.runtime;
	if (has('--get-zones')) return ok(Object.keys(zones).join(' '));
	if (has('--get-active-zones')) return ok(activeZones(moment));
	if (has('--list-all-zones')) {
		return ok(
			`${Object.keys(zones)
				.map(name => zoneText(moment, name, permanent))
				.join('\n\n')}\n`,
		);
	}

	if (has('--reload') || has('--complete-reload')) {
		await call.sleep(400);
		reload(call.moment());
		return ok('success');
	}

	if (has('--runtime-to-permanent')) {
		firewall.permanent = structuredClone(firewall.runtime);
		return ok('success');
	}

	const setDefault = valueOf(words, '--set-default-zone');
	if (setDefault !== undefined) return setDefaultZone(moment, setDefault);
	const interfaceName = valueOf(words, '--get-zone-of-interface');
	if (interfaceName !== undefined) {
		const zone =
			zoneOf(zones, 'interfaces', interfaceName) ?? (permanent ? undefined : followed(moment, interfaceName));
		return zone === undefined ? fail(2, 'no zone') : ok(zone);
	}

	const source = valueOf(words, '--get-zone-of-source');
	if (source !== undefined) {
		const zone = zoneOf(zones, 'sources', source);
		return zone === undefined ? fail(2, 'no zone') : ok(zone);
	}

	return inZone(call, moment, words, permanent);
}

function inZone(call: Call, moment: Moment, words: readonly string[], permanent: boolean): Result {
	const {firewall} = moment.state;
	const zones = permanent ? firewall.permanent : firewall.runtime;
	const name = valueOf(words, '--zone') ?? valueOf(words, '--info-zone') ?? firewall.defaultZone;
	const zone = zones[name];
	if (zone === undefined) return fail(112, `Error: INVALID_ZONE: ${name}`);
	if (words.includes('--list-all') || words.some(word => word.startsWith('--info-zone'))) {
		return ok(zoneText(moment, name, permanent));
	}

	const view = {...zone, interfaces: shownInterfaces(moment, name, permanent)};
	const answers: ZoneAnswer[] = [];
	for (const word of words) {
		if (word === '--permanent' || word.startsWith('--zone') || !word.startsWith('--')) continue;
		const answer = runZoneOption({zones, name, zone, view, permanent}, word);
		if (answer === undefined) {
			return fail(
				2,
				`usage: 'firewall-cmd --help' for usage information or see firewall-cmd(1) man page\nfirewall-cmd: error: unrecognized arguments: ${word}`,
			);
		}

		answers.push(answer);
		if (answer.exit !== 0) break;
	}

	const last = answers.at(-1);
	if (last === undefined)
		return fail(2, `usage: 'firewall-cmd --help' for usage information or see firewall-cmd(1) man page`);
	for (const taken of answers.map(({follows}) => follows)) {
		if (taken !== undefined) firewall.followers = firewall.followers.filter(one => one !== taken);
	}

	const stderr = answers
		.map(answer => answer.stderr)
		.filter(line => line !== '')
		.join('\n');
	return last.exit === 0 ? ok(last.stdout, stderr) : fail(last.exit, stderr, last.stdout);
}

/** The one policy that firewalld brings along. */
const policy = `allow-host-ipv6 (active)
  priority: -15000
  target: CONTINUE
  ingress-zones: ANY
  egress-zones: HOST
  services: 
  ports: 
  protocols: 
  masquerade: no
  forward-ports: 
  source-ports: 
  icmp-blocks: 
  rich rules: 
	rule family="ipv6" icmp-type name="neighbour-advertisement" accept
	rule family="ipv6" icmp-type name="neighbour-solicitation" accept
	rule family="ipv6" icmp-type name="router-advertisement" accept
	rule family="ipv6" icmp-type name="redirect" accept
`;

const services: Readonly<Record<string, string>> = {
	cockpit: '9090/tcp',
	'dhcpv6-client': '546/udp',
	mdns: '5353/udp',
	'samba-client': '137/udp 138/udp',
	ssh: '22/tcp',
};

function infoOf(name: string): Result {
	const ports = services[name];
	if (ports === undefined) return fail(101, `Error: INVALID_SERVICE: ${name}`);
	const keys = ['protocols', 'source-ports', 'modules', 'destination', 'includes', 'helpers'];
	return ok([name, `  ports: ${ports}`, ...keys.map(key => `  ${key}: `)].join('\n'));
}

/** `--option=VALUE` or `--option VALUE`. */
export function valueOf(words: readonly string[], option: string): string | undefined {
	const at = words.findIndex(word => word === option || word.startsWith(`${option}=`));
	if (at === -1) return undefined;
	const word = words[at] ?? '';
	return word === option ? words[at + 1] : word.slice(option.length + 1);
}

function zoneOf(
	zones: Readonly<Record<string, Zone>>,
	key: 'interfaces' | 'sources',
	value: string,
): string | undefined {
	return Object.keys(zones).find(name => zones[name]?.[key].includes(value));
}

/** The default zone of an interface that NetworkManager manages and no zone names. */
function followed(moment: Moment, name: string): string | undefined {
	const {firewall} = moment.state;
	return firewall.followers.includes(name) ? firewall.defaultZone : undefined;
}

function shownInterfaces(moment: Moment, name: string, permanent: boolean): string[] {
	const {firewall} = moment.state;
	const own = (permanent ? firewall.permanent : firewall.runtime)[name]?.interfaces ?? [];
	return permanent || name !== firewall.defaultZone ? own : [...own, ...firewall.followers];
}

/** Runtime and permanent at once; interfaces without a zone of their own follow. */
function setDefaultZone(moment: Moment, name: string): Result {
	const {firewall, files} = moment.state;
	if (firewall.runtime[name] === undefined) return fail(112, `Error: INVALID_ZONE: ${name}`);
	if (firewall.defaultZone === name) return ok('success', `Warning: ZONE_ALREADY_SET: ${name}`);
	firewall.defaultZone = name;
	const config = files['/etc/firewalld/firewalld.conf'];
	if (config) config.text = config.text.replace(/^DefaultZone=.*$/m, `DefaultZone=${name}`);
	return ok('success');
}

/**
 * The permanent zones come into force. firewalld 2.3.1 leaves Kubernetes' rules alone unless a direct rule exists; 1.3.3
 * flushes all tables in any case (both measured).
 */
function reload(moment: Moment): void {
	const {firewall} = moment.state;
	firewall.runtime = structuredClone(firewall.permanent);
	const bound = Object.values(firewall.runtime).flatMap(({interfaces}) => interfaces);
	firewall.followers = ['enp1s0'].filter(name => !bound.includes(name));
	if (moment.faults.firewalld === '1.3.3' || hasDirect(moment)) flushTables(moment);
	reloadDirect(moment);
}

function activeZones(moment: Moment): string {
	const {firewall} = moment.state;
	return Object.entries(firewall.runtime)
		.map(([name, zone]) => ({name, interfaces: shownInterfaces(moment, name, false), sources: zone.sources}))
		.filter(
			({name, interfaces, sources}) => name === firewall.defaultZone || interfaces.length > 0 || sources.length > 0,
		)
		.map(({name, interfaces, sources}) =>
			[
				name === firewall.defaultZone ? `${name} (default)` : name,
				...(interfaces.length > 0 ? [`  interfaces: ${interfaces.join(' ')}`] : []),
				...(sources.length > 0 ? [`  sources: ${sources.join(' ')}`] : []),
			].join('\n'),
		)
		.join('\n');
}

function zoneText(moment: Moment, name: string, permanent: boolean): string {
	const {firewall} = moment.state;
	const zone = (permanent ? firewall.permanent : firewall.runtime)[name];
	if (zone === undefined) return '';
	const interfaces = shownInterfaces(moment, name, permanent);
	const marks = [
		...(name === firewall.defaultZone ? ['default'] : []),
		...(interfaces.length > 0 || zone.sources.length > 0 || (!permanent && name === firewall.defaultZone)
			? ['active']
			: []),
	];
	const yes = (value: boolean): string => (value ? 'yes' : 'no');
	return [
		`${name}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`,
		`  target: ${zone.target}`,
		'  ingress-priority: 0',
		'  egress-priority: 0',
		'  icmp-block-inversion: no',
		`  interfaces: ${interfaces.join(' ')}`,
		`  sources: ${zone.sources.join(' ')}`,
		`  services: ${zone.services.join(' ')}`,
		`  ports: ${zone.ports.join(' ')}`,
		`  protocols: ${zone.protocols.join(' ')}`,
		`  forward: ${yes(zone.forward)}`,
		`  masquerade: ${yes(zone.masquerade)}`,
		'  forward-ports: ',
		'  source-ports: ',
		'  icmp-blocks: ',
		`  rich rules: ${zone.richRules.map(rule => `\n\t${rule}`).join('')}`,
	].join('\n');
}

import * as files from '../command/files.js';
import * as firewall from '../command/firewall-cmd.js';
import * as guard from '../command/guard.js';
import {legacySave} from '../command/iptables.js';
import * as nft from '../command/nft.js';
import * as system from '../command/system.js';
import * as systemd from '../command/systemd.js';
import {readFolder, readText} from '../read/file.js';
import {ipsetsOf, named, readDirectRules, readFirewallTable, strangeServices} from './facts-of-firewalld.js';
import {readPolicies} from '../read/firewall/policies.js';
import {readService} from '../read/firewall/service.js';
import {readFirewalldVersion, readFirewallState, readIpsetEntries, readPanic} from '../read/firewall/state.js';
import {readDefaultZone, readZones} from '../read/firewall/zones.js';
import {isStrict} from '../read/kube-rules.js';
import {readHosts, readResolved} from '../read/hosts.js';
import {readNftChains} from '../read/nft/chains.js';
import {known, mapReading} from '../facts/reading.js';
import {notOk, type Reader} from '../read/reading.js';
import {readSysctls} from '../read/sysctl.js';
import {readUnit} from '../read/systemctl-show.js';
import {readSysctlFiles, sysctlFolders} from '../read/sysctl-files.js';
import {leastInotify, sysctlNames} from './asked.js';
import type {Facts} from './facts.js';
import {first, one} from '../fact-table/one-fact.js';
import {only, type Table} from './fact-asks.js';

/** `iptables-legacy-save -c`: rules, and policies that do not accept. */
const readLegacyRules: Reader<number> = outcome => {
	const lines = outcome.stdout.match(/^(\[\d+:\d+\] )?-A |^:\S+ DROP/gm) ?? [];
	return notOk(outcome) ?? known(lines.length);
};

const isKube = ({name}: {readonly name: string}): boolean => name.startsWith('KUBE-');

/** A setting that a check would change; before an install k0s itself turns on what it needs. */
const isAmiss = ({sysctls, controllerUnit: unit}: Partial<Facts>): boolean =>
	sysctls?.known === true &&
	((unit?.known === true &&
		unit.value.loadState !== 'not-found' &&
		(sysctls.value.get('net.ipv4.ip_forward') !== '1' ||
			sysctls.value.get('net.bridge.bridge-nf-call-iptables') === '0')) ||
		Number(sysctls.value.get('fs.inotify.max_user_instances')) < leastInotify);

/** Names, addresses, routes, firewall and packet rules. */
export const networkFacts = {
	hostnameAddresses: {
		after: ['hostname'],
		commands: (_, {hostname}) =>
			hostname?.known && !hostname.value.startsWith('-') ? only(system.resolve(hostname.value)) : [],
		read: outcomes => first(outcomes, readResolved),
	},
	localhostAddresses: one(system.resolve('localhost'), readResolved),
	hosts: one(files.readFile('/etc/hosts'), readHosts),
	sysctls: one(system.sysctl(...sysctlNames), readSysctls),
	sysctlFiles: {
		after: ['sysctls', 'controllerUnit'],
		commands: (_, facts) =>
			isAmiss(facts) ? only(files.settingLines(sysctlNames, [...sysctlFolders, '/etc/sysctl.conf'])) : [],
		read: outcomes => first(outcomes, readSysctlFiles),
	},
	ownSysctlFiles: {
		after: ['sysctls', 'controllerUnit'],
		commands: (_, facts) => (isAmiss(facts) ? only(files.listFolder(sysctlFolders[0])) : []),
		read: outcomes => first(outcomes, readFolder),
	},
	firewallState: one(firewall.state(), readFirewallState),
	firewalldUnit: one(systemd.showUnit('firewalld.service'), readUnit),
	// All beside the state, not after it: each firewall-cmd takes a quarter of a second.
	panic: one(firewall.panic(), readPanic),
	firewalldConf: one(files.readFile('/etc/firewalld/firewalld.conf'), readText),
	defaultZone: one(firewall.defaultZone(), readDefaultZone),
	zones: one(firewall.allZones(), readZones),
	permanentZones: one(firewall.allZones(true), readZones),
	kubeChains: one(nft.chains(), outcome =>
		mapReading(readNftChains(outcome), tables => tables.flatMap(({chains}) => chains).filter(isKube).length),
	),
	firewalldVersion: {
		after: ['kubeChains', 'firewalldConf'],
		commands: (_, {kubeChains, firewalldConf: conf}) =>
			(kubeChains?.known && kubeChains.value > 0) || (conf?.known && isStrict(conf.value ?? ''))
				? only(firewall.version())
				: [],
		read: outcomes => first(outcomes, readFirewalldVersion),
	},
	directRules: {
		after: ['firewallState'],
		commands: (_, {firewallState}) =>
			firewallState?.known && firewallState.value === 'running'
				? [
						firewall.directRules(),
						firewall.directChains(),
						firewall.directPassthroughs(),
						files.readFile('/etc/firewalld/direct.xml'),
					]
				: [],
		read: readDirectRules,
	},
	policies: one(firewall.policies(), readPolicies),
	firewallTable: one(nft.table('inet', 'firewalld'), readFirewallTable),
	firewallSets: {
		after: ['zones'],
		commands: (_, {zones}) => (zones?.known ? ipsetsOf(zones.value).map(firewall.ipset) : []),
		read: (outcomes, _, {zones}) => known(named(zones?.known ? ipsetsOf(zones.value) : [], outcomes, readIpsetEntries)),
	},
	firewallServices: {
		after: ['zones', 'policies'],
		commands: (_, facts) => strangeServices(facts).map(guard.service),
		read: (outcomes, _, facts) => known(named(strangeServices(facts), outcomes, readService)),
	},
	legacyRules: {
		after: ['legacyTables'],
		commands: (_, {legacyTables: tables}) => (tables?.known && tables.value.length > 0 ? only(legacySave()) : []),
		read: outcomes => first(outcomes, readLegacyRules),
	},
} satisfies Partial<Table>;

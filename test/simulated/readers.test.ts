import {describe, expect, it} from 'vitest';
import {collect} from '../../source/command/collector.js';
import type {Command} from '../../source/command/command.js';
import * as ctr from '../../source/command/ctr.js';
import * as files from '../../source/command/files.js';
import * as firewall from '../../source/command/firewall-cmd.js';
import * as ip from '../../source/command/ip.js';
import * as ipset from '../../source/command/ipset.js';
import * as iptables from '../../source/command/iptables.js';
import * as k0s from '../../source/command/k0s.js';
import * as kubectl from '../../source/command/kubectl.js';
import * as nft from '../../source/command/nft.js';
import * as system from '../../source/command/system.js';
import * as systemd from '../../source/command/systemd.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {readCollected} from '../../source/read/collector/collector.js';
import {readContainerInfo} from '../../source/read/ctr-container-info.js';
import {readContainers, readImages, readTasks} from '../../source/read/ctr-tables.js';
import {readDisk} from '../../source/read/df.js';
import {readZones} from '../../source/read/firewall/zones.js';
import {readAddresses} from '../../source/read/ip/address.js';
import {readRoutes} from '../../source/read/ip/route.js';
import {readIpsetSave} from '../../source/read/ipset-save.js';
import {readIptablesSave} from '../../source/read/iptables/save.js';
import {readJournal} from '../../source/read/journal.js';
import {readK0sStatus} from '../../source/read/k0s/status.js';
import {readSysinfo} from '../../source/read/k0s/sysinfo.js';
import {readAll, readNodes} from '../../source/read/kubectl/get.js';
import {readMemory} from '../../source/read/meminfo.js';
import {readNamespaces} from '../../source/read/netns-list.js';
import {readNftChains} from '../../source/read/nft/chains.js';
import {readNftTables} from '../../source/read/nft/table.js';
import {readOsRelease} from '../../source/read/os-release.js';
import {readPodRules} from '../../source/read/pod-rules.js';
import type {Reader} from '../../source/read/reading.js';
import {readListeners} from '../../source/read/ss.js';
import {readUnit} from '../../source/read/systemctl-show.js';
import {manualClock} from './support.js';

/** The product's readers take what the simulated host prints, without a word they do not know. */

async function read<T>(command: Command, reader: Reader<T>): Promise<T> {
	const host = createSimulatedHost({scenario: 'ready', clock: manualClock()});
	const outcome = await host.execute(command);
	expect(outcome.kind, outcome.stderr).toBe('ok');
	const reading = reader(outcome);
	if (!reading.known) throw new Error(`${reading.unknown.reason}: ${reading.unknown.detail}`);
	expect(reading.notes).toEqual([]);
	return reading.value;
}

const pod = '15db5749fd16e566f37851d0e5efee8538316fc5c046cd4ce62a2459adef3d69';

describe('the ready host through the readers', () => {
	it('links, routes and namespaces', async () => {
		const links = await read(ip.addresses(), readAddresses);
		expect(links.map(({index, name, kind}) => [index, name, kind])).toEqual([
			[1, 'lo', 'loopback'],
			[2, 'enp1s0', 'ether'],
			[3, 'kube-bridge', 'bridge'],
			[6, 'vethafa19b66', 'veth'],
			[7, 'veth2ff774ab', 'veth'],
			[8, 'veth0dd6ea16', 'veth'],
		]);
		expect(links[1]?.addresses[0]).toMatchObject({local: '192.168.122.161', dynamic: true});
		const routes = await read(ip.routes(), readRoutes);
		expect(routes.find(({to}) => to === 'default')).toMatchObject({via: '192.168.122.1', dev: 'enp1s0', metric: 100});
		expect(await read(ip.namespaces(), readNamespaces)).toHaveLength(3);
	});

	it('the collector: each namespace with its links, routes and processes', async () => {
		const facts = await read(collect('0123abcd', 64), readCollected);
		const parts = [facts.links, facts.routes, facts.names, facts.files, facts.ids, facts.processes, facts.cni];
		expect(parts.map(part => part.known)).toEqual(parts.map(() => true));
		expect(facts.cni.known && facts.cni.value.map(({name}) => name).sort()).toEqual([
			'coredns-7656c59669-8wwxq',
			'konnectivity-agent-549w2',
			'metrics-server-67bc669cf4-m2xzk',
		]);
		const addresses = [...facts.insides.values()].map(inside =>
			inside.known ? inside.value.links.find(({name}) => name === 'eth0')?.addresses[0]?.local : undefined,
		);
		expect(addresses.sort()).toEqual(['10.244.0.3', '10.244.0.4', '10.244.0.5']);
		const inside = facts.processes.known ? facts.processes.value.filter(({inode}) => inode === 4_026_532_322) : [];
		expect(inside.map(({pid, container}) => [pid, container?.slice(0, 6)])).toEqual([
			[2557, '299d64'],
			[2705, '15db57'],
		]);
	});

	it('packet rules: the same chains from both sources, in each the same number of rules', async () => {
		const [save] = iptables.saves();
		const saved = await read(save as Command, readIptablesSave);
		const chains = await read(nft.chains(), readNftChains);
		expect(chains.reduce((sum, table) => sum + table.chains.length, 0)).toBe(41);
		const rules = saved.tables.flatMap(table => [...table.chains.values()].flatMap(chain => chain.rules));
		expect(rules).toHaveLength(112);
		expect(rules.filter(({verdict}) => verdict.kind === 'other')).toEqual([]);
		const native = await read(nft.table('ip', 'nat'), readNftTables);
		const counts = (chains: Iterable<{name: string; rules: readonly unknown[]}>): Record<string, number> =>
			Object.fromEntries([...chains].flatMap(({name, rules: {length}}) => (length > 0 ? [[name, length]] : [])).sort());
		const nat = saved.tables.find(({name}) => name === 'nat')?.chains ?? new Map<string, never>();
		expect(counts(native[0]?.chains ?? [])).toEqual(
			counts([...nat].map(([name, {rules: own}]) => ({name, rules: own}))),
		);
		expect(await read(ipset.sets(), readIpsetSave)).toHaveLength(2);
		expect(await read(iptables.podRules()[0] as Command, readPodRules)).toHaveLength(3);
	});

	it('the cluster', async () => {
		expect(await read(k0s.status(), readK0sStatus)).toMatchObject({
			version: 'v1.34.1+k0s.0',
			pid: 1592,
			workloads: true,
			apiReachable: true,
			podCidr: '10.244.0.0/16',
			kubeProxyMode: 'iptables',
		});
		expect(await read(kubectl.nodes(), readNodes)).toMatchObject([{name: 'centos10.home.local', ready: true}]);
		const all = await read(kubectl.all(), readAll);
		expect(all.pods.map(({ready, total, phase}) => [ready, total, phase])).toEqual(
			Array.from({length: 5}, () => [1, 1, 'Running']),
		);
		expect(all.services).toHaveLength(3);
		expect(await read(k0s.sysinfo(), readSysinfo)).not.toHaveLength(0);
	});

	it('containers', async () => {
		expect(await read(ctr.containers(), readContainers)).toHaveLength(12);
		expect(await read(ctr.tasks(), readTasks)).toHaveLength(10);
		expect(await read(ctr.images(), readImages)).toHaveLength(21);
		expect(JSON.stringify(await read(ctr.containerInfo(pod), readContainerInfo))).toContain('coredns-7656c59669-8wwxq');
	});

	it('the server itself', async () => {
		expect(await read(firewall.allZones(), readZones)).toHaveLength(9);
		expect(await read(systemd.showUnit('k0scontroller.service'), readUnit)).toMatchObject({});
		expect(await read(systemd.journal('k0scontroller.service', 50), readJournal)).not.toHaveLength(0);
		expect(await read(files.diskSpace('/var/lib'), readDisk)).not.toBeNull();
		expect(await read(files.readFile('/proc/meminfo'), readMemory)).toMatchObject({});
		expect(await read(files.readFile('/etc/os-release'), readOsRelease)).toMatchObject({id: 'centos'});
		const ports = await read(system.listeners(), readListeners);
		expect(ports.map(({port}) => port)).toEqual(expect.arrayContaining([22, 6443, 8132, 8080, 10_250]));
	});
});

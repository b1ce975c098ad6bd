import type {Faults} from './faults.js';
import {settlingTime} from './filter/counters.js';
import {baseFiles} from './seed/files.js';
import {newCluster, roleOf} from './seed/cluster.js';
import {articleZones, stockZones} from './seed/zones.js';
import {file} from './file-entry.js';
import {broughtTokens} from './join-token.js';
import {installUnit, placeBinary, startController} from './k0s.js';
import type {State} from './state.js';

/**
 * - fresh: a server before the first step.
 * - ready: the guide's host after its listings of the network and the containers, before the demo is deployed.
 */
export type Scenario = 'fresh' | 'ready';

const minute = 60_000;
export const pidOfController = 1592;

export function scenarioState(scenario: Scenario, now: number, speed: number, faults: Faults): State {
	const state = scenario === 'fresh' ? freshState(now) : readyState(now, speed);
	return {...state, missingModules: [...(faults.missingModules ?? [])]};
}

function freshState(now: number): State {
	const bootedAt = now - 9 * minute;
	const name = 'localhost.localdomain';
	return withoutK0s(name, bootedAt, {...baseFiles(name, bootedAt), ...tokens(bootedAt)});
}

function withoutK0s(hostname: string, bootedAt: number, files: State['files']): State {
	return {
		version: 1,
		bootedAt,
		hostname,
		user: {name: 'root', uid: 0},
		files,
		firewall: {
			running: true,
			enabled: true,
			defaultZone: 'public',
			followers: ['enp1s0'],
			runtime: stockZones(),
			permanent: stockZones(),
		},
		k0s: {startedAt: null, pid: pidOfController, enabled: false},
		cluster: null,
		leftover: null,
		missingModules: [],
		deletedLinks: [],
		listeners: [
			{proto: 'tcp', address: '0.0.0.0', port: 22, process: 'sshd', pid: 871},
			{proto: 'tcp', address: '[::]', port: 22, process: 'sshd', pid: 871},
			{proto: 'udp', address: '127.0.0.1', port: 323, process: 'chronyd', pid: 748},
			{proto: 'udp', address: '[::1]', port: 323, process: 'chronyd', pid: 748},
		],
	};
}

const tokens = (at: number): State['files'] =>
	Object.fromEntries(broughtTokens().map(([path, text]) => [path, file(text, 0o600, at)]));

function readyState(now: number, speed: number): State {
	const startedAt = now - 14 * minute;
	const name = 'centos10.home.local';
	const bootedAt = startedAt - 10 * minute;
	const state = withoutK0s(name, bootedAt, baseFiles(name, bootedAt));
	state.firewall = {
		...state.firewall,
		defaultZone: 'trusted',
		followers: [],
		runtime: articleZones(),
		permanent: articleZones(),
	};
	placeBinary(state, startedAt - 3 * minute);
	const args = ['--enable-worker=true', '--no-taints=true'];
	installUnit(state, args, startedAt - minute);
	const cluster = newCluster(name, startedAt, speed, roleOf(args));
	const settledAt = now - settlingTime / speed;
	startController(state, startedAt, cluster);
	// The listings of the guide were made when the rules had counted for this long and the pods were twelve minutes old.
	cluster.proxyRulesAt = settledAt;
	cluster.routerRulesAt = settledAt;
	cluster.namedUntil = now;
	cluster.node.at = now - 14 * minute;
	for (const record of [...cluster.pods, ...cluster.workloads, ...cluster.services, ...cluster.images]) {
		record.at = now - 12.5 * minute;
	}

	for (const service of cluster.services) if (service.name === 'kubernetes') service.at = now - 13.5 * minute;
	return state;
}

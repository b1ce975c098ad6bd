import {deleteLink} from '../command/ip.js';
import {journal} from '../command/systemd.js';
import type {Unit} from '../model/cluster.js';
import {cannotTell, defineCheck, type Finding} from './check.js';
import {k0sInstalled, k0sRuns} from './unit.js';

const ownCni = '10-kuberouter.conflist';
const isCni = (name: string): boolean => /\.(conf|conflist|json)$/.test(name);

/** Bridges and tunnels of k0s and of the usual other clusters. */
const clusterLinks: readonly string[] = ['kube-bridge', 'cni0', 'flannel.1', 'vxlan.calico', 'cilium_host', 'weave'];

const kubernetesUnits = [
	'kubelet.service',
	'k3s.service',
	'k3s-agent.service',
	'rke2-server.service',
	'rke2-agent.service',
	'snap.microk8s.daemon-kubelite.service',
] as const;

const engineUnits = ['docker.service', 'containerd.service', 'crio.service'] as const;

function unitFinding(
	unit: Unit,
	words: {readonly [K in 'active' | 'starting']: (unit: string) => string} & {
		readonly looping: (unit: string, restarts: number) => string;
		readonly stopped: (unit: string, state: string) => string;
		readonly loopNote: string;
		readonly stoppedNote: string;
	},
): Finding {
	const {id, activeState, subState, restarts, result} = unit;
	const shows = ['ActiveState=', 'SubState=', 'NRestarts=', 'Result='];
	if (activeState === 'active') return {result: 'pass', found: words.active(id), shows};
	if (activeState === 'activating' && (subState === 'auto-restart' || restarts > 0)) {
		const remedy = {commands: [journal(id, 50)], note: words.loopNote};
		return {result: 'fail', found: words.looping(id, restarts), shows, remedy};
	}

	if (activeState === 'activating') return {result: 'pass', found: words.starting(id), shows};
	const state = activeState === 'failed' ? `${activeState} (${result})` : activeState;
	return {result: 'warn', found: words.stopped(id, state), shows, remedy: {commands: [], note: words.stoppedNote}};
}

export const earlier = [
	defineCheck({
		id: 'k0s-unit',
		group: 'earlier',
		needs: ['controllerUnit', 'workerUnit'],
		judge({controllerUnit, workerUnit}, {words}) {
			if (workerUnit.loadState !== 'not-found') {
				const remedy = {commands: [], note: words.workerNote};
				return {result: 'fail', found: words.worker(workerUnit.id), shows: ['LoadState='], remedy};
			}

			return controllerUnit.loadState === 'not-found'
				? {result: 'pass', found: words.none, shows: ['LoadState=']}
				: unitFinding(controllerUnit, words);
		},
	}),
	defineCheck({
		id: 'data-folder',
		group: 'earlier',
		needs: ['dataFolder'],
		may: ['controllerUnit'],
		judge({dataFolder}, {readings: {controllerUnit}, options, words, text}) {
			// A bundle of images may be laid there before the install.
			const entries = (dataFolder ?? []).filter(name => name !== 'images');
			if (entries.length === 0) return {result: 'pass', found: words.empty};
			if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			if (k0sInstalled(controllerUnit)) return {result: 'pass', found: words.own, shows: ['LoadState=']};
			const found = words.left(entries.length, options.dataDir);
			return {result: 'warn', found, shows: entries, remedy: {commands: [], note: words.note}};
		},
	}),
	defineCheck({
		id: 'run-folder',
		group: 'earlier',
		needs: ['runFolder'],
		may: ['controllerUnit'],
		judge({runFolder}, {readings: {controllerUnit}, words, text}) {
			const entries = runFolder ?? [];
			if (entries.length === 0) return {result: 'pass', found: words.empty};
			if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			return k0sRuns(controllerUnit)
				? {result: 'pass', found: words.own, shows: ['ActiveState=']}
				: {
						result: 'warn',
						found: words.left(entries.length),
						shows: entries,
						remedy: {commands: [], note: words.note},
					};
		},
	}),
	defineCheck({
		id: 'cni-files',
		group: 'earlier',
		needs: ['cniFolder'],
		may: ['controllerUnit'],
		judge({cniFolder}, {readings: {controllerUnit}, words, text}) {
			const files = (cniFolder ?? []).filter(isCni);
			const others = files.filter(name => name !== ownCni);
			const before = others.filter(name => name < ownCni);
			const remedy = {commands: [], note: words.note};
			if (before.length > 0) return {result: 'fail', found: words.foreign(before), shows: before, remedy};
			if (files.includes(ownCni)) {
				if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
				return k0sInstalled(controllerUnit)
					? {result: 'pass', found: words.own, shows: [ownCni]}
					: {result: 'warn', found: words.stale, shows: [ownCni], remedy};
			}

			return {result: 'pass', found: others.length > 0 ? words.later(others) : words.none, shows: others};
		},
	}),
	defineCheck({
		id: 'kube-bridge',
		group: 'earlier',
		needs: ['links'],
		may: ['controllerUnit'],
		judge({links}, {readings: {controllerUnit}, words, text}) {
			const there = clusterLinks.filter(name => links.some(link => link.name === name));
			if (there.length > 0 && !controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			const left = k0sInstalled(controllerUnit) ? there.filter(name => name !== 'kube-bridge') : there;
			if (left.length > 0) {
				const remedy = {commands: left.map(name => deleteLink(name)), note: words.note};
				return {result: 'warn', found: words.left(left), shows: left.map(name => `"ifname":"${name}"`), remedy};
			}

			return {result: 'pass', found: there.length > 0 ? words.own : words.none, shows: ['"ifname":']};
		},
	}),
	defineCheck({
		id: 'kube-chains',
		group: 'earlier',
		needs: ['kubeChains'],
		may: ['controllerUnit'],
		judge({kubeChains}, {readings: {controllerUnit}, words, text}) {
			if (kubeChains === 0) return {result: 'pass', found: words.none};
			if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			return k0sInstalled(controllerUnit)
				? {result: 'pass', found: words.own(kubeChains), shows: ['"KUBE-']}
				: {result: 'warn', found: words.left(kubeChains), shows: ['"KUBE-'], remedy: {commands: [], note: words.note}};
		},
	}),
	defineCheck({
		id: 'mounts',
		group: 'earlier',
		needs: ['mounts'],
		may: ['controllerUnit'],
		judge({mounts}, {readings: {controllerUnit}, options, words, text}) {
			const below = [`${options.dataDir}/`, '/run/k0s/', '/run/netns/cni-'];
			const left = mounts.filter(({target}) => below.some(path => target.startsWith(path)));
			const shows = left.map(({target}) => ` ${target} `);
			if (left.length === 0) return {result: 'pass', found: words.none};
			if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
			return k0sInstalled(controllerUnit)
				? {result: 'pass', found: words.own(left.length), shows}
				: {result: 'warn', found: words.left(left.length), shows, remedy: {commands: [], note: words.note}};
		},
	}),
	defineCheck({
		id: 'other-kubernetes',
		group: 'earlier',
		needs: ['otherUnits'],
		judge({otherUnits}, {words}) {
			const active = kubernetesUnits.filter(unit =>
				['active', 'activating'].includes(otherUnits.get(unit)?.active ?? ''),
			);
			return active.length === 0
				? {result: 'pass', found: words.none}
				: {result: 'fail', found: words.found(active), shows: active, remedy: {commands: [], note: words.note}};
		},
	}),
	defineCheck({
		id: 'other-containers',
		group: 'earlier',
		needs: ['otherUnits'],
		judge({otherUnits}, {words}) {
			const active = engineUnits.filter(unit => otherUnits.get(unit)?.active === 'active');
			if (active.length === 0) return {result: 'pass', found: words.none};
			return active.includes('docker.service')
				? {result: 'warn', found: words.docker(active), shows: active, remedy: {commands: [], note: words.note}}
				: {result: 'pass', found: words.harmless(active), shows: active};
		},
	}),
	defineCheck({
		id: 'kubeconfig',
		group: 'earlier',
		needs: [],
		judge(_, {options, words}) {
			const path = options.environment['KUBECONFIG'];
			return path
				? {result: 'warn', found: words.set(path), remedy: {commands: [], note: words.note}}
				: {result: 'pass', found: words.none};
		},
	}),
	defineCheck({
		id: 'k0s-sysinfo',
		group: 'earlier',
		needs: [],
		may: ['k0sVersion', 'sysinfo'],
		judge(_, {readings: {k0sVersion, sysinfo}, words, text}) {
			if (!k0sVersion.known) {
				return k0sVersion.unknown.reason === 'not-installed'
					? {result: 'skip', found: words.notYet}
					: cannotTell(k0sVersion.unknown, text);
			}

			if (!sysinfo.known) return cannotTell(sysinfo.unknown, text);
			const probes = sysinfo.value.filter(({name}) => !falseAlarms.some(alarm => alarm.test(name)));
			const named = (...categories: string[]) =>
				probes
					.filter(({category}) => categories.includes(category))
					.map(({name, found}) => (found === '' ? name : `${name}: ${found}`));
			const rejected = named('rejected', 'error');
			const warned = named('warning');
			const remedy = {commands: [], note: words.note};
			const shows = (names: readonly string[]) => names.map(name => name.split(': ', 1)[0] ?? name);
			if (rejected.length > 0) return {result: 'fail', found: words.rejected(rejected), shows: shows(rejected), remedy};
			return warned.length > 0
				? {result: 'warn', found: words.warned(warned), shows: shows(warned), remedy}
				: {result: 'pass', found: words.good(sysinfo.value.length), shows: ['"category": "rejected"']};
		},
	}),
];

/** Warnings that say nothing: options merged away in kernel 5.1, ipvs that is not used, the shell's own limit. */
const falseAlarms: readonly RegExp[] = [
	/^CONFIG_(NF_CONNTRACK|NF_NAT)_IPV[46]:/,
	/^CONFIG_IP_VS/,
	/^Max\. file descriptors per process/,
];

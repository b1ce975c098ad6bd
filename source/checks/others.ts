import {cannotTell, defineCheck} from './check.js';
import type {Facts} from './facts.js';

const kubernetesUnits = [
	'kubelet.service',
	'k3s.service',
	'k3s-agent.service',
	'rke2-server.service',
	'rke2-agent.service',
	'snap.microk8s.daemon-kubelite.service',
] as const;

const engineUnits = ['docker.service', 'containerd.service', 'crio.service'] as const;

/** No other cluster and no container engine is at work here. */
export const alone = (units: Facts['otherUnits']): boolean =>
	units.known &&
	[...kubernetesUnits, ...engineUnits].every(unit => (units.value.get(unit)?.active ?? 'inactive') === 'inactive');

/** What else is here beside k0s, and what k0s itself says. */
export const others = [
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
			const alarms = sysinfo.value.filter(({category}) => category !== 'pass').length - rejected.length - warned.length;
			const remedy = {commands: [], note: words.note};
			const shows = (names: readonly string[]) => names.map(name => name.split(': ', 1)[0] ?? name);
			if (rejected.length > 0) return {result: 'fail', found: words.rejected(rejected), shows: shows(rejected), remedy};
			return warned.length > 0
				? {result: 'warn', found: words.warned(warned), shows: shows(warned), remedy}
				: {
						result: 'pass',
						found: words.good(sysinfo.value.length, alarms),
						shows: ['"category": "rejected"', '"category": "warning"'],
					};
		},
	}),
];

/** Warnings that say nothing: options merged away in kernel 5.1, ipvs that is not used, the shell's own limit. */
const falseAlarms: readonly RegExp[] = [
	/^CONFIG_(NF_CONNTRACK|NF_NAT)_IPV[46]:/,
	/^CONFIG_IP_VS/,
	/^Max\. file descriptors per process/,
];

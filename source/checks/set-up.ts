import {defaultDataDir} from '../command/k0s-paths.js';
import type {K0sStatus} from '../facts/cluster.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck} from './check.js';
import {advice} from './remedies.js';

type Words = Text['checks']['items']['set-up'];

/** What is another than in the guide: etcd, kube-router, kube-proxy by iptables, IPv4 alone, the usual data folder. */
function differences(status: K0sStatus, words: Words): readonly string[] {
	const {storage, networkProvider, kubeProxyMode, dualStack, dataDir, disabledComponents, podCidr} = status;
	const off = disabledComponents.filter(name => name !== 'kube-proxy' && name !== 'network-provider');
	return [
		...(storage !== undefined && storage !== 'etcd' ? [words.storage(storage)] : []),
		...(networkProvider !== null && networkProvider !== 'kuberouter' ? [words.provider(networkProvider)] : []),
		...(disabledComponents.includes('network-provider') ? [words.provider(words.custom)] : []),
		...(disabledComponents.includes('kube-proxy') ? [words.noProxy] : []),
		...(kubeProxyMode !== null && kubeProxyMode !== 'iptables' ? [words.proxy(kubeProxyMode)] : []),
		...(dualStack === true ? [words.dualStack] : podCidr?.includes(':') ? [words.ipv6] : []),
		...(dataDir !== null && dataDir !== defaultDataDir ? [words.dataDir(dataDir)] : []),
		...(off.length > 0 ? [words.without(off)] : []),
	];
}

/** No set-up is wrong; what is read otherwise because of it is said. */
export const setUp = [
	defineCheck({
		id: 'set-up',
		group: 'earlier',
		needs: [],
		may: ['k0sStatus', 'controllerUnit'],
		judge(_, {readings: {k0sStatus: status, controllerUnit: unit}, words, text}) {
			if (!status.known) {
				const isNone = ['not-running', 'not-installed'].includes(status.unknown.reason) && unit.known;
				return isNone ? {result: 'skip', found: words.stopped} : cannotTell(status.unknown, text);
			}

			// A worker is not told of its cluster's configuration.
			if (status.value.role === 'worker') return {result: 'skip', found: words.worker};
			// Only the JSON form tells; another form says nothing, which is not the same as nothing special.
			const {networkProvider, kubeProxyMode, storage} = status.value;
			if (networkProvider === null && kubeProxyMode === null && storage === undefined) {
				return {result: 'unknown', found: words.untold};
			}

			const differs = differences(status.value, words);
			if (differs.length === 0) return {result: 'pass', found: words.usual};
			const found = words.differs(differs);
			const notes = [
				...(kubeProxyMode === 'ipvs' ? [words.ipvsNote] : []),
				...(networkProvider === 'calico' ? [words.calicoNote] : []),
				...(networkProvider === 'custom' || status.value.disabledComponents.includes('network-provider')
					? [words.customNote]
					: []),
			];
			return {result: 'pass', found, ...(notes.length > 0 && {remedy: advice(notes.join(' '))})};
		},
	}),
];

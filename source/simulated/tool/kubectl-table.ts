import {hasRole} from '../cluster/objects.js';
import {readyReplicas} from '../cluster/pod-status.js';
import {apiPods, hasSandbox, nodeReady, podPhase, podStatus} from '../cluster/view.js';
import {kubeletVersion} from '../k0s.js';
import {nodeAddress} from '../seed/cluster.js';
import {kernelRelease} from '../seed/kernel.js';
import {secondNode} from '../seed/second-node.js';
import {podOf} from '../../read/kubectl/pod.js';
import {age} from './kubectl-age.js';
import type {Kind, Request, Row} from './kubectl-kinds.js';

/** The server's table of a kind: its columns after NAME, and a row's cells. */
export type Table = {
	head: readonly string[];
	cells: (row: Row) => string[];
	/** The name stands in no column. */
	nameless?: boolean;
};

const none = '<none>';

/** Of a pod that stands in no record: READY, STATUS and RESTARTS as kubectl counts them. */
function brokenCells(row: Row, wide: boolean): string[] {
	const pod = podOf(row.object());
	const cells = pod ? [`${pod.ready}/${pod.total}`, pod.phase, String(pod.restarts), '10m'] : [];
	return [...cells, ...(wide ? [none, pod?.node ?? none, none, none] : [])];
}

export function table({moment, cluster}: Request, kind: Kind, wide: boolean): Table {
	const old = (row: Row): string => age(moment.now - row.at);
	const joined = (labels: Readonly<Record<string, string>>): string =>
		Object.entries(labels)
			.map(([key, value]) => `${key}=${value}`)
			.sort()
			.join(',') || none;
	switch (kind) {
		case 'nodes': {
			const condition = nodeReady(moment, cluster) ? 'Ready' : 'NotReady';
			const ready = cluster.node.cordoned ? `${condition},SchedulingDisabled` : condition;
			const role = hasRole(moment, cluster) ? 'control-plane' : none;
			const address = (row: Row): string => (row.name === cluster.node.name ? nodeAddress : secondNode.address);
			const extra = [none, 'CentOS Stream 10 (Coughlan)', kernelRelease, 'containerd://1.7.28'];
			return {
				head: [
					...['STATUS', 'ROLES', 'AGE', 'VERSION'],
					...(wide ? ['INTERNAL-IP', 'EXTERNAL-IP', 'OS-IMAGE', 'KERNEL-VERSION', 'CONTAINER-RUNTIME'] : []),
				],
				cells: row => [
					...(row.name === cluster.node.name ? [ready, role] : [condition, none]),
					...[old(row), kubeletVersion(moment.state)],
					...(wide ? [address(row), ...extra] : []),
				],
			};
		}

		case 'pods': {
			return {
				head: [
					...['READY', 'STATUS', 'RESTARTS', 'AGE'],
					...(wide ? ['IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'] : []),
				],
				cells(row) {
					const pod = apiPods(moment, cluster).find(one => one.name === row.name && one.namespace === row.namespace);
					if (!pod) return brokenCells(row, wide);
					const total = pod.containers.filter(({init}) => !init).length;
					const phase = podPhase(moment, pod);
					const placed = phase !== 'pending';
					const ip = placed && (pod.hostNetwork || hasSandbox(moment, pod)) ? pod.ip : none;
					return [
						`${phase === 'ready' ? total : 0}/${total}`,
						podStatus(moment, pod),
						'0',
						old(row),
						...(wide ? [ip, placed ? (pod.node ?? cluster.node.name) : none, none, none] : []),
					];
				},
			};
		}

		case 'services': {
			return {
				head: ['TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'AGE', ...(wide ? ['SELECTOR'] : [])],
				cells(row) {
					const service = cluster.services.find(one => one.name === row.name && one.namespace === row.namespace);
					if (!service) return [];
					const ports = service.ports
						.map(({port, protocol, nodePort}) => `${port}${nodePort === null ? '' : `:${nodePort}`}/${protocol}`)
						.join(',');
					const {type, clusterIp, selector, wishes = {}} = service;
					const outside = [...(wishes.balancerIps ?? []), ...(wishes.externalIps ?? [])].join(',');
					const external = outside === '' ? (type === 'LoadBalancer' ? '<pending>' : none) : outside;
					return [type, clusterIp, external, ports, old(row), ...(wide ? [joined(selector)] : [])];
				},
			};
		}

		case 'daemonsets.apps':
		case 'deployments.apps':
		case 'replicasets.apps': {
			return workloads(kind);
		}

		case 'events': {
			return {
				nameless: true,
				head: ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'],
				cells(row) {
					const object = row.object();
					const about = object['involvedObject'] as {name: string};
					return [old(row), object['type'], object['reason'], `pod/${about.name}`, object['message']].map(String);
				},
			};
		}

		case 'namespaces': {
			return {head: ['STATUS', 'AGE'], cells: row => ['Active', old(row)]};
		}

		case 'networkpolicies.networking.k8s.io': {
			const selector = (row: Row): string => {
				const {podSelector} = row.object()['spec'] as {podSelector: {matchLabels?: Record<string, string>}};
				const labels = Object.entries(podSelector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
				return labels.join(',') || '<none>';
			};
			return {head: ['POD-SELECTOR', 'AGE'], cells: row => [selector(row), old(row)]};
		}

		case 'leases.coordination.k8s.io': {
			const holder = (row: Row): string => (row.object()['spec'] as {holderIdentity: string}).holderIdentity;
			return {head: ['HOLDER', 'AGE'], cells: row => [holder(row), old(row)]};
		}

		default: {
			return {head: ['AGE'], cells: row => [old(row)]};
		}
	}

	function workloads(which: Kind): Table {
		const numbers =
			which === 'daemonsets.apps'
				? ['DESIRED', 'CURRENT', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'NODE SELECTOR']
				: which === 'deployments.apps'
					? ['READY', 'UP-TO-DATE', 'AVAILABLE']
					: ['DESIRED', 'CURRENT', 'READY'];
		return {
			head: [...numbers, 'AGE', ...(wide ? ['CONTAINERS', 'IMAGES', 'SELECTOR'] : [])],
			cells(row) {
				const workload = cluster.workloads.find(
					one => one.name === row.name && one.namespace === row.namespace && which.startsWith(one.kind.toLowerCase()),
				);
				if (!workload) return which === 'deployments.apps' ? ['0/1', '0', '0', '10m'] : ['1', '0', '0', '10m'];
				const ready = String(readyReplicas(moment, cluster, workload));
				const all = String(workload.replicas);
				const counts =
					which === 'daemonsets.apps'
						? [all, all, ready, all, ready, 'kubernetes.io/os=linux']
						: which === 'deployments.apps'
							? [`${ready}/${all}`, all, ready]
							: [all, all, ready];
				const {containers, selector} = workload;
				return [
					...counts,
					old(row),
					...(wide
						? [
								containers.map(({name}) => name).join(','),
								containers.map(({image}) => image).join(','),
								joined(selector),
							]
						: []),
				];
			},
		};
	}
}

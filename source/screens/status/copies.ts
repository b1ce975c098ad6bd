import {clusterAddresses} from '../../model/cluster-addresses.js';
import {shown} from '../../command/command.js';
import * as ctr from '../../command/ctr.js';
import type {Container, Part} from '../../facts/cluster.js';
import type {ClusterFacts} from '../../model/cluster.js';
import {namedImages} from '../../model/images.js';
import type {Text} from '../../text/text.js';
import {onLine} from './on-line.js';
import {copyItems, type CopyItem} from '../copies.js';
import type {SectionId} from './state.js';

const valueOf = <T>(part: Part<readonly T[]>): readonly T[] => (part.known ? part.value : (part.last?.value ?? []));

/** What a person types to see the object. */
const getCommand = (kind: string, namespace: string, name: string): string =>
	shown(['k0s', 'kubectl', 'get', kind.toLowerCase(), name, '-n', namespace, '-o', 'wide']);

const describeCommand = (kind: string, namespace: string, name: string): string =>
	shown(['k0s', 'kubectl', 'describe', kind.toLowerCase(), name, '-n', namespace]);

/** What can be copied of the row with that key; nothing when it is gone. */
export function statusCopies(facts: ClusterFacts, section: SectionId, key: string, text: Text): readonly CopyItem[] {
	const {labels} = text.objects.copy;
	const isKey = ({namespace, name}: {readonly namespace: string; readonly name: string}): boolean =>
		key.endsWith(`${namespace}/${name}`) && key.split('/').slice(-2).join('/') === `${namespace}/${name}`;
	const commands = (kind: string, namespace: string, name: string) =>
		[
			[labels.command, getCommand(kind, namespace, name)],
			[labels.command, describeCommand(kind, namespace, name)],
		] as const;
	switch (section) {
		case 'usage':
		case 'pods': {
			const pod = valueOf(facts.pods).find(isKey);
			if (!pod) return [];
			return copyItems(
				[labels.name, pod.name],
				[labels.fullName, `${pod.namespace}/${pod.name}`],
				...pod.ips.map(ip => [labels.address, ip] as const),
				...commands('pod', pod.namespace, pod.name),
				...pod.containers.flatMap(({image}) => [[labels.image, image] as const]),
				[labels.id, pod.uid],
			);
		}

		case 'services': {
			const service = valueOf(facts.services).find(isKey);
			if (!service) return [];
			return copyItems(
				[labels.name, service.name],
				[labels.fullName, `${service.namespace}/${service.name}`],
				...[...clusterAddresses(service), ...service.externalIps].map(address => [labels.address, address] as const),
				...commands('service', service.namespace, service.name),
			);
		}

		case 'workloads': {
			const workload = valueOf(facts.workloads).find(each => isKey(each) && key.startsWith(`${each.kind}/`));
			if (!workload) return [];
			return copyItems(
				[labels.name, workload.name],
				[labels.fullName, `${workload.namespace}/${workload.name}`],
				...commands(workload.kind, workload.namespace, workload.name),
				...workload.images.map(image => [labels.image, image] as const),
			);
		}

		case 'containers': {
			const container = valueOf(facts.containers).find(({id}) => id === key);
			return container ? containerCopies(container, text) : [];
		}

		case 'nodes': {
			const node = valueOf(facts.nodes).find(({name}) => name === key);
			if (!node) return [];
			return copyItems(
				[labels.name, node.name],
				[labels.address, node.internalIp],
				[labels.command, onLine(node, facts)],
				[labels.command, shown(['k0s', 'kubectl', 'describe', 'node', node.name])],
			);
		}

		case 'images': {
			const image = namedImages(valueOf(facts.images)).find(({ref}) => ref === key);
			if (!image) return [];
			return copyItems(
				...image.refs.map(ref => [labels.name, ref] as const),
				[labels.digest, image.digest],
				[labels.command, shown(ctr.images().argv)],
			);
		}
	}
}

function containerCopies({id, name, image, pid, pod}: Container, {objects}: Text): readonly CopyItem[] {
	const {labels} = objects.copy;
	return copyItems(
		[labels.id, id],
		[labels.name, name],
		[labels.fullName, pod && `${pod.namespace}/${pod.name}`],
		[labels.image, image],
		[labels.pid, pid === null ? null : String(pid)],
		[labels.command, shown(ctr.containerInfo(id).argv)],
	);
}

import type {ObjectName} from '../../../command/kubectl.js';
import {hostKey} from '../../../model/network-keys.js';
import type {ClusterFacts} from '../../../model/cluster.js';
import type {Services} from '../../services.js';

/** From a pod to its network namespace (the host's where it has none of its own), from a service to its rules. */
export function goAcross(services: Services, object: ObjectName | undefined, facts: ClusterFacts | undefined): void {
	const {kind, namespace, name} = object ?? {};
	const full = `${namespace ?? ''}/${name ?? ''}`;
	if (kind === 'Service') {
		return services.across(
			'nftables',
			({kind: what, names: [first]}) => what === 'path' && (first === full || first.startsWith(`${full}:`)),
		);
	}

	if (kind !== 'Pod') return services.notify(services.text.act.across);
	const pods = facts && (facts.pods.known ? facts.pods.value : facts.pods.last?.value);
	const pod = pods?.find(each => each.namespace === namespace && each.name === name);
	return services.across('network', ({kind: what, key, names}) =>
		what === 'netns' && pod?.hostNetwork ? key === hostKey : what === 'netns' && names.includes(full),
	);
}

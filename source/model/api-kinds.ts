import type {ApiKind} from '../facts/browse.js';

/** Kinds that every cluster of Kubernetes 1.34 has, by the columns of `kubectl api-resources`: what can be listed before discovery is asked. */
const rows = `
configmaps cm v1 true ConfigMap
endpoints ep v1 true Endpoints
events ev v1 true Event
limitranges limits v1 true LimitRange
namespaces ns v1 false Namespace
nodes no v1 false Node
persistentvolumeclaims pvc v1 true PersistentVolumeClaim
persistentvolumes pv v1 false PersistentVolume
pods po v1 true Pod
replicationcontrollers rc v1 true ReplicationController
resourcequotas quota v1 true ResourceQuota
secrets - v1 true Secret
serviceaccounts sa v1 true ServiceAccount
services svc v1 true Service
customresourcedefinitions crd,crds apiextensions.k8s.io/v1 false CustomResourceDefinition
daemonsets ds apps/v1 true DaemonSet
deployments deploy apps/v1 true Deployment
replicasets rs apps/v1 true ReplicaSet
statefulsets sts apps/v1 true StatefulSet
horizontalpodautoscalers hpa autoscaling/v2 true HorizontalPodAutoscaler
cronjobs cj batch/v1 true CronJob
jobs - batch/v1 true Job
leases - coordination.k8s.io/v1 true Lease
endpointslices - discovery.k8s.io/v1 true EndpointSlice
ingresses ing networking.k8s.io/v1 true Ingress
networkpolicies netpol networking.k8s.io/v1 true NetworkPolicy
poddisruptionbudgets pdb policy/v1 true PodDisruptionBudget
clusterrolebindings - rbac.authorization.k8s.io/v1 false ClusterRoleBinding
clusterroles - rbac.authorization.k8s.io/v1 false ClusterRole
rolebindings - rbac.authorization.k8s.io/v1 true RoleBinding
roles - rbac.authorization.k8s.io/v1 true Role
priorityclasses pc scheduling.k8s.io/v1 false PriorityClass
storageclasses sc storage.k8s.io/v1 false StorageClass
`;

export const usualKinds: readonly ApiKind[] = rows
	.trim()
	.split('\n')
	.map(row => {
		const [plural = '', short = '', apiVersion = '', namespaced = '', kind = ''] = row.split(' ');
		const [version = '', group = ''] = apiVersion.split('/').toReversed();
		const shortNames = short === '-' ? [] : short.split(',');
		return {plural, shortNames, group, version, namespaced: namespaced === 'true', kind};
	});

/** All names by which kubectl takes the kind: plural, singular, short, with the group behind. */
export const namesOfKind = ({plural, shortNames, group, kind}: ApiKind): readonly string[] => [
	plural,
	...shortNames,
	kind.toLowerCase(),
	...(group === '' ? [] : [`${plural}.${group}`, `${kind.toLowerCase()}.${group}`]),
];

/** Other subjects that only answer one request and list nothing. */
const unlisted = /(?:Review|^Binding$|^ComponentStatus$)/;

/** What can be listed, the core group first: of two kinds with one name (events, pods of metrics) the first is meant. */
export const listable = (kinds: readonly ApiKind[]): readonly ApiKind[] =>
	kinds.filter(({kind}) => !unlisted.test(kind));

/** By any of its names, in any case; undefined: there is none. */
export function kindNamed(name: string, kinds: readonly ApiKind[]): ApiKind | undefined {
	const low = name.toLowerCase();
	return listable(kinds).find(kind => namesOfKind(kind).includes(low));
}

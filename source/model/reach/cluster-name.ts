/** `cluster.local`: k0s's spec.network.clusterDomain by default; CoreDNS answers for it alone. */
export const clusterDomain = 'cluster.local';

export type NamedService = {readonly namespace: string; readonly name: string; readonly pod: string | null};

/**
 * A name that the cluster's DNS makes of a service: `NAME.NS.svc[.cluster.local]`, and of a pod behind a headless one
 * `POD.NAME.NS.svc…`. `from`: the namespace of the pod that asks, whose search list adds the rest to `NAME` and `NAME.NS`.
 */
export function namedService(name: string, domain = clusterDomain): NamedService | undefined {
	const bare = name.replace(/\.$/, '').toLowerCase();
	const within = bare.endsWith(`.svc.${domain}`)
		? bare.slice(0, -`.svc.${domain}`.length)
		: bare.endsWith('.svc')
			? bare.slice(0, -'.svc'.length)
			: undefined;
	if (within === undefined) return undefined;
	const labels = within.split('.');
	const [service, namespace] = labels.slice(-2);
	if (service === undefined || namespace === undefined || labels.length > 3) return undefined;
	return {namespace, name: service, pod: labels.length === 3 ? (labels[0] ?? null) : null};
}

/** What a pod's resolver tries of a short name before it asks for the name itself (search list, ndots:5). */
export function searched(name: string, namespace: string): readonly NamedService[] {
	if (name.endsWith('.')) return [];
	const labels = name.toLowerCase().split('.');
	const [first = '', second] = labels;
	if (labels.length === 1) return [{namespace, name: first, pod: null}];
	return labels.length === 2 && second !== undefined ? [{namespace: second, name: first, pod: null}] : [];
}

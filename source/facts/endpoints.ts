/** `kubectl get endpointslices` (discovery.k8s.io/v1): who stands behind a service, as its controller sees it. */
export type EndpointSlice = {
	readonly namespace: string;
	/** The service that it belongs to (label `kubernetes.io/service-name`). */
	readonly service: string;
	readonly ports: ReadonlyArray<{
		readonly name: string | null;
		readonly port: number | null;
		readonly protocol: string;
	}>;
	readonly endpoints: ReadonlyArray<{
		readonly addresses: readonly string[];
		/** Null: not told, which the API says to take as ready. */
		readonly ready: boolean | null;
		/** `namespace/name`; null: no pod. */
		readonly pod: string | null;
		readonly node: string | null;
	}>;
};

/** What the comments of kube-proxy (1.34) and kube-router (2.6) in their rules say. */

/** `shop/web:http cluster IP`, `default/demo` (NodePort), `pod traffic for shop/web:http external destinations`. */
const serviceComment =
	/^(?:(?:pod traffic|masquerade traffic|masquerade LOCAL traffic|route LOCAL traffic) for )?([^\s/]+\/[^\s/]+?)(?: (?:cluster IP|external IP|loadbalancer IP|external destinations))?$/;

export const serviceOfComment = (comment: string): string | undefined => serviceComment.exec(comment)?.[1];

/** `rule to REJECT traffic destined for POD name:bad namespace: t`: `t/bad`. */
export function podOfComment(comment: string): string | undefined {
	const [, name, namespace] = /POD name:\s*(\S+) namespace: (\S+)/.exec(comment) ?? [];
	return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

/**
 * `… selected by policy name NAME namespace NS` of pods, `… policy name: NAME namespace NS` of blocks of addresses and of
 * all sources; on the jump `run through nw policy NAME` alone, which is all that a policy without rules has.
 */
export function policyOfComment(
	comment: string,
): {readonly name: string; readonly namespace: string | null} | undefined {
	const [, name, namespace] = /\bpolicy name:? (\S+) namespace:? (\S+)/.exec(comment) ?? [];
	if (name !== undefined && namespace !== undefined) return {name, namespace};
	const bare = /^run through nw policy (\S+)$/.exec(comment)?.[1];
	return bare === undefined ? undefined : {name: bare, namespace: null};
}

export type NamedEndpoint = {readonly service: string | null; readonly address: string};

/** `shop/web:http -> 10.244.0.3:80` */
export function endpointOfComment(comment: string): NamedEndpoint | undefined {
	const arrow = comment.indexOf(' -> ');
	const service = comment.slice(0, Math.max(0, arrow));
	const address = comment.slice(arrow + 4);
	return arrow <= 0 || service.includes(' ') || address.includes(' ') ? undefined : {service, address};
}

/** The host of `10.244.0.3:80` or `[fd00::3]:80`. */
export function hostOf(address: string): string {
	const colon = address.lastIndexOf(':');
	const host = colon === -1 ? address : address.slice(0, colon);
	return host.startsWith('[') ? host.replace(/^\[|\]$/g, '') : host;
}

/** A chain of CNI's portmap plugin (1.8) for the host ports of one pod. */
export const isHostPort = (chain: string): boolean => chain.startsWith('CNI-DN-');

/** `-m multiport --dports 8088,8089` on the jump to it. */
export const hostPortsOf = (text: string): string | undefined => / --dports? (\S+)/.exec(text)?.[1];

/** What `path` is asked to follow. */
export type Target =
	/** `NAMESPACE/NAME[:PORT]`; the port is a number or a name; without it all ports. */
	| {readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly port: string | null}
	/** `IP:PORT[/PROTO]`, IPv6 in brackets. */
	| {readonly kind: 'address'; readonly address: string; readonly port: number; readonly protocol: string | null}
	/** `nodeport:N[/PROTO]` */
	| {readonly kind: 'node-port'; readonly port: number; readonly protocol: string | null};

const protocols = /^(?:tcp|udp|sctp)$/;

/** Undefined when it is none of the three forms. */
export function parseTarget(text: string): Target | undefined {
	const nodePort = /^nodeport:(\d{1,5})(?:\/(\w+))?$/i.exec(text);
	if (nodePort) {
		const [, port, protocol] = nodePort;
		return checked({kind: 'node-port', port: Number(port), protocol: protocol?.toLowerCase() ?? null});
	}

	const address = /^(?:(\d{1,3}(?:\.\d{1,3}){3})|\[([\da-f:.]+)\]):(\d{1,5})(?:\/(\w+))?$/i.exec(text);
	if (address) {
		const [, four, six, port, protocol] = address;
		if (four?.split('.').some(part => Number(part) > 255)) return undefined;
		const host = four ?? six?.toLowerCase() ?? '';
		return checked({kind: 'address', address: host, port: Number(port), protocol: protocol?.toLowerCase() ?? null});
	}

	const [, namespace, name, port = null] =
		/^([a-z\d](?:[a-z\d-]*[a-z\d])?)\/([a-z\d](?:[a-z\d.-]*[a-z\d])?)(?::([a-z\d](?:[a-z\d-]*[a-z\d])?))?$/.exec(
			text,
		) ?? [];
	return namespace === undefined || name === undefined ? undefined : {kind: 'service', namespace, name, port};
}

function checked(target: Exclude<Target, {kind: 'service'}>): Target | undefined {
	const {port, protocol} = target;
	const good = port >= 1 && port <= 65_535 && (protocol === null || protocols.test(protocol));
	return good ? target : undefined;
}

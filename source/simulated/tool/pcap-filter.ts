/** A packet as a filter asks about it. */
export type Asked = {
	readonly protocol: string;
	readonly source: string;
	readonly destination: string;
	readonly sourcePort: number | null;
	readonly port: number | null;
};

type Test = (packet: Asked) => boolean;

/**
 * The part of pcap-filter(7) that the simulated tcpdump knows: `host`, `net`, `port` with `src` or `dst`, protocols, `and`,
 * `or`, `not`, brackets. Undefined: anything else, which is a syntax error there.
 */
export function pcapFilter(text: string): Test | undefined {
	const words = text
		.replaceAll(/[()]|!(?!=)/g, ' $& ')
		.replaceAll('&&', ' and ')
		.replaceAll('||', ' or ')
		.split(/\s+/)
		.filter(Boolean);
	let at = 0;
	const take = (...wanted: readonly string[]): boolean => {
		if (!wanted.includes(words[at] ?? '')) return false;
		at++;
		return true;
	};

	const either = (): Test | undefined => {
		let left = both();
		while (left && take('or')) {
			const [first, second] = [left, both()];
			left = second && (packet => first(packet) || second(packet));
		}

		return left;
	};

	const both = (): Test | undefined => {
		let left = one();
		while (left && take('and')) {
			const [first, second] = [left, one()];
			left = second && (packet => first(packet) && second(packet));
		}

		return left;
	};

	const one = (): Test | undefined => {
		if (take('not', '!')) {
			const inner = one();
			return inner && (packet => !inner(packet));
		}

		if (take('(')) {
			const inner = either();
			return inner && take(')') ? inner : undefined;
		}

		return primitive();
	};

	const primitive = (): Test | undefined => {
		const [word = ''] = words.slice(at);
		const protocol = /^(?:ip|tcp|udp|icmp|arp|ip6|icmp6|sctp)$/.test(word) ? word : undefined;
		if (protocol !== undefined) at++;
		const side = take('src') ? 'source' : take('dst') ? 'destination' : undefined;
		const kind = ['host', 'net', 'port'].find(each => take(each));
		const ofProtocol: Test = packet => protocol === undefined || isOf(packet, protocol);
		if (kind === undefined) return protocol === undefined || side !== undefined ? undefined : ofProtocol;
		const value = words[at++];
		const test = value === undefined ? undefined : valueTest(kind, value, side);
		return test && (packet => ofProtocol(packet) && test(packet));
	};

	if (words.length === 0) return () => true;
	const whole = either();
	return whole && at === words.length ? whole : undefined;
}

const isOf = ({protocol}: Asked, wanted: string): boolean =>
	wanted === 'ip' ? ['tcp', 'udp', 'icmp'].includes(protocol) : protocol === wanted;

function valueTest(kind: string, value: string, side: 'source' | 'destination' | undefined): Test | undefined {
	const sides = side === undefined ? (['source', 'destination'] as const) : ([side] as const);
	if (kind === 'port') {
		if (!/^\d{1,5}$/.test(value)) return undefined;
		const number = Number(value);
		return packet => sides.some(each => (each === 'source' ? packet.sourcePort : packet.port) === number);
	}

	const prefix = /^(\d+(?:\.\d+){0,3})(?:\/(\d+))?$/.exec(value);
	if (!prefix) return kind === 'host' && /^[\da-f:]+$/i.test(value) ? () => false : undefined;
	const length = Number(prefix[2] ?? 32);
	return packet => sides.some(each => bits(packet[each], length) === bits(prefix[1] ?? '', length));
}

const bits = (address: string, length: number): string =>
	address
		.split('.')
		.map(part => Number(part).toString(2).padStart(8, '0'))
		.join('')
		.padEnd(32, '0')
		.slice(0, length);

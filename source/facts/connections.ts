import type {Endpoint} from './packets.js';

/** One way of a connection: who sends to whom. Counts are null where the kernel does not count (nf_conntrack_acct). */
export type Way = {
	readonly from: Endpoint;
	readonly to: Endpoint;
	readonly packets: number | null;
	readonly bytes: number | null;
};

/** An entry of the kernel's table of connections, as conntrack tells it. */
export type Connection = {
	/** The kernel's own number of it; null: it was not told. */
	readonly id: number | null;
	readonly protocol: string;
	/** Of TCP and SCTP: ESTABLISHED, TIME_WAIT ...; null: the protocol has none. */
	readonly state: string | null;
	/** Seconds until it is forgotten, when it was told; null: it is over, or not told. */
	readonly timeout: number | null;
	/** As the sender sent it. */
	readonly original: Way;
	/** As its answers come: where NAT sent it is who answers. */
	readonly reply: Way;
	readonly replied: boolean;
	readonly assured: boolean;
	readonly mark: number | null;
	readonly zone: number | null;
	/** Who answers in the place of whom was asked, and as whom the sender is seen; null: unchanged. */
	readonly dnat: Endpoint | null;
	readonly snat: Endpoint | null;
};

export type ConnectionEvent = {
	readonly kind: 'new' | 'update' | 'destroy';
	/** Seconds since the epoch; null: not told. */
	readonly at: number | null;
	readonly connection: Connection;
};

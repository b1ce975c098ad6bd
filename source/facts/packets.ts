/** A packet as a line of tcpdump tells it. */
export type Packet = {
	/** Seconds since the epoch; null: the line does not tell. */
	readonly at: number | null;
	/** Where it was seen, on a capture of all links. */
	readonly link: string | null;
	/** tcpdump's own words there: `In`, `Out`, `B` (broadcast), `M` (multicast), `P` (for another host). */
	readonly way: 'In' | 'Out' | 'B' | 'M' | 'P' | null;
	/** Bytes on the wire. */
	readonly length: number | null;
	/** Tags, the outermost first. */
	readonly vlans: readonly number[];
	/** `tcp`, `udp`, `dns`, `icmp`, `icmp6`, `arp`, `vxlan`, `ipip`, `gre`, `esp`, `sctp`, `dhcp`; else what the frame says. */
	readonly protocol: string;
	readonly from: Endpoint | null;
	readonly to: Endpoint | null;
	/** What tcpdump says of it, with what is inside a tunnel. From outside: sanitise before showing. */
	readonly what: string;
	/** It says no: a reset, an unreachable, a name that is not there. */
	readonly refuses: boolean;
	/** Less of it was there than it takes to read it (`[|tcp]`). */
	readonly truncated: boolean;
};

/** An address of IPv4 or IPv6, or a MAC; `port` null: none. */
export type Endpoint = {readonly address: string; readonly port: number | null};

/** How a capture ended, in tcpdump's own counts; null: it did not say. */
export type CaptureCounts = {
	readonly captured: number | null;
	readonly received: number | null;
	/** The kernel had no room for them. */
	readonly dropped: number | null;
};

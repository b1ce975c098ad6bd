import {command, follow, type Command} from './command.js';
import {inside} from './inside.js';

/** tcpdump (4.9 to 4.99): packets as they pass in one network namespace. Needs root; nothing is changed. */

/** Every link of a namespace at once. */
export const anyLink = 'any';

/** What is looked at. */
export type Capture = {
	/** By which the namespace is entered (`/run/netns/NAME`, `/proc/PID/ns/net`); undefined: this host's own. */
	readonly file?: string | undefined;
	readonly link: string;
	/** A bridge hands on frames that are not for this host: only a promiscuous link shows them. */
	readonly isBridge?: boolean;
	/** A pcap filter expression; '' is everything. One word of the argv, whatever it holds. */
	readonly filter: string;
	/** So many packets at most; null: no limit but the time. */
	readonly count: number | null;
	/** Seconds after which it ends, whatever becomes of us. */
	readonly seconds: number;
};

/** Packets of a network that is looked at for long are no reason to hold more than this. */
export const longestSeconds = 3600;
/** Bytes that are kept of a packet that is shown: its headers, and a DNS answer. */
const shownBytes = 512;
/**
 * KiB that the kernel holds until tcpdump has read them. `--immediate-mode` hands each packet over at once (else what came
 * in the last second before the end is lost), but each takes the room of the longest one.
 */
const kernelBuffer = 4096;
/** No packet is longer. */
const wholeBytes = 65_535;
const largeBuffer = 16_384;

const here = (capture: Capture, made: Command): Command =>
	capture.file === undefined ? {...made, root: true} : inside(capture.file, made);

/** -p: a link is left as it is. `any` never makes one promiscuous. */
const linkWords = ({link, isBridge}: Capture): readonly string[] => ['-i', link, ...(isBridge === true ? [] : ['-p'])];

/** Nothing after `--` is ever an option. */
const filterWords = ({filter}: Capture): readonly string[] => (filter === '' ? [] : ['--', filter]);

/** Whether it is there. 4.99 ends well, older ones with 1. */
export const tcpdumpVersion = (): Command => command(['tcpdump', '--version'], 'tcpdump-version');

/** Compiles the filter for this very link, and captures nothing. */
export const checkFilter = (capture: Capture): Command =>
	here(capture, command(['tcpdump', '-d', ...linkWords(capture), ...filterWords(capture)], 'tcpdump-check'));

/** One line a packet, as it passes; at the end its counts on standard error. */
export const packets = (capture: Capture): Command =>
	here(
		capture,
		follow(
			[
				...['timeout', String(capture.seconds), 'tcpdump', ...linkWords(capture)],
				...['-nn', '-tt', '-e', '-l', '--immediate-mode', '-s', String(shownBytes), '-B', String(kernelBuffer)],
				...countWords(capture),
				...filterWords(capture),
			] as [string, ...string[]],
			'tcpdump',
		),
	);

/** Whole packets in the form of pcap, on standard output: whoever takes them decides about the file. */
export const savedPackets = (capture: Capture): Command =>
	here(
		capture,
		follow(
			[
				...['timeout', String(capture.seconds), 'tcpdump', ...linkWords(capture), '-nn', '--immediate-mode'],
				...['-s', String(wholeBytes), '-B', String(largeBuffer), '-U', '-w', '-'],
				...countWords(capture),
				...filterWords(capture),
			] as [string, ...string[]],
			'tcpdump-save',
		),
	);

const countWords = ({count}: Capture): readonly string[] => (count === null ? [] : ['-c', String(count)]);

import {command, type Command} from './command.js';

/** tc of iproute2 (measured with 6.1 and 6.15): queues, and the filters on a packet's way in and out of a device. */

/** The queues of all devices in one call; `clsact` and `ingress` are places for filters. */
export const qdiscs = (): Command => command(['tc', '-j', 'qdisc', 'show'], 'tc-qdiscs', {maxOutput: 8 * 1024 * 1024});

/** `ingress`, `egress`: of clsact; `root`: of the queue by which it sends. */
export const filters = (device: string, place: 'ingress' | 'egress' | 'root'): Command =>
	command(['tc', '-j', 'filter', 'show', 'dev', device, place], 'tc-filters', {maxOutput: 8 * 1024 * 1024});

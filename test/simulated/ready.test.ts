import {describe, expect, it} from 'vitest';
import {guide, shownFor, trimmed} from './guide.js';
import {server} from './support.js';

/** `ready` prints what the guide's host printed. */

const exact = guide
	.map(({command}) => command)
	.filter(command => /^(ip |k0s (version|status|ctr)|cat )/.test(command))
	.filter(command => !['ip addr show'].includes(command));

/** The lease's remaining seconds run. */
const lease = (text: string): string => text.replaceAll(/\d+sec/g, 'Nsec');
const ages = (text: string): string => text.replaceAll(/\b\d+[smh]\d*[sm]?(?=\s|$)/gm, 'AGE').replaceAll(/ +/g, ' ');

describe('the ready host prints the listings of the guide', () => {
	it.each(exact)('%s', async command => {
		const {out} = server('ready');
		expect(trimmed(await out(command))).toBe(trimmed(shownFor(command)));
	});

	it('ip addr show, but for the seconds of the lease', async () => {
		const {out} = server('ready');
		expect(lease(trimmed(await out('ip addr show')))).toBe(lease(trimmed(shownFor('ip addr show'))));
	});

	it('nft list ruleset ip, with the same chains in the same order, rules and counters', async () => {
		const {run} = server('ready');
		const {stdout, stderr} = await run('nft list ruleset ip');
		const shown = shownFor('nft list ruleset ip').split('\n');
		const warnings = shown.filter(line => line.startsWith('#'));
		expect(trimmed(stdout)).toBe(trimmed(shown.filter(line => !line.startsWith('#')).join('\n')));
		expect(trimmed(stderr)).toBe(warnings.join('\n'));
		expect(stdout.match(/^\tchain /gm)).toHaveLength(41);
		// 112 rules; with the six lines that say where a chain hooks in, 118 lines.
		expect(stdout.match(/^\t\t.*counter /gm)).toHaveLength(112);
		expect(stdout.match(/^\t\t/gm)).toHaveLength(118);
	});

	it.each(['k0s kubectl get all --all-namespaces -o wide', 'k0s kubectl get nodes'])(
		'%s, but for ages',
		async command => {
			const {out} = server('ready');
			expect(ages(trimmed(await out(command)))).toBe(ages(trimmed(shownFor(command))));
		},
	);
});

describe('time passes on the ready host', () => {
	it('counters move and only up', async () => {
		const {out, clock} = server('ready');
		const counters = async (): Promise<number[]> =>
			[...(await out('iptables-save -c')).matchAll(/^\[(\d+):(\d+)\]/gm)].map(match => Number(match[1]));
		const before = await counters();
		clock.advance(60_000);
		const after = await counters();
		expect(before).toHaveLength(112);
		expect(after).toHaveLength(112);
		expect(after.every((value, index) => value >= (before[index] ?? Infinity))).toBe(true);
		expect(after.filter((value, index) => value > (before[index] ?? 0)).length).toBeGreaterThan(20);
	});

	it('a link counts bytes', async () => {
		const {json, clock} = server('ready');
		const bytes = async (): Promise<number> => {
			const links = (await json('ip -j -d -s addr show')) as Array<{ifname: string; stats64: {rx: {bytes: number}}}>;
			return links.find(({ifname}) => ifname === 'enp1s0')?.stats64.rx.bytes ?? 0;
		};

		const before = await bytes();
		clock.advance(5000);
		expect(await bytes()).toBeGreaterThan(before);
	});
});

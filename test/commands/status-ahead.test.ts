import {describe, expect, test} from 'vitest';
import {aheadOf} from '../../source/checks/ahead.js';
import type {CheckId, Result} from '../../source/checks/check.js';
import {statusJson} from '../../source/commands/status-json.js';
import {statusLines} from '../../source/commands/status-lines.js';
import {plain} from '../../source/components/line.js';
import {assess} from '../../source/model/verdict.js';
import {factLines} from '../../source/screens/status/k0s-facts.js';
import type {Context} from '../../source/screens/status/section.js';
import {catalogue} from '../../source/text/text.js';
import {healthyFacts, k0sWith} from '../support/cluster.js';

const text = catalogue('en');
const facts = healthyFacts({k0s: k0sWith({version: 'v1.34.1+k0s.0'})});
/** Kubernetes 1.34 gets fixes until 2026-10-27, that day too. */
const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const judged = (moment: number) => ({...assess(facts, moment), facts, moment});

describe('until when the release that runs gets fixes', () => {
	test.each([
		['2026-08-01', undefined],
		['2026-09-01', 'Fixes for v1.34 end on 2026-10-27: plan an upgrade (k0s-tui upgrade).'],
		['2026-10-27', 'Fixes for v1.34 end on 2026-10-27: plan an upgrade (k0s-tui upgrade).'],
		['2026-10-28', 'No fixes for v1.34 since 2026-10-27: upgrade (k0s-tui upgrade).'],
	])('on %s: %s', (day, line) => {
		const lines = statusLines(judged(at(day)), text, at(day));
		expect(lines.find(each => /[Ff]ixes for/.test(each))).toBe(line);
	});

	test('as JSON the date is always there, and null where it is not known', () => {
		const support = (moment: number, version: string): unknown =>
			(
				statusJson({...judged(moment), facts: healthyFacts({k0s: k0sWith({version})})}, text)['k0s'] as {
					support: unknown;
				}
			).support;
		expect(support(at('2026-08-01'), 'v1.34.1+k0s.0')).toEqual({minor: 'v1.34', end: '2026-10-27', state: 'far'});
		expect(support(at('2026-10-28'), 'v1.34.1+k0s.0')).toMatchObject({state: 'over'});
		expect(support(at('2026-08-01'), 'v1.99.0+k0s.0')).toBeNull();
	});

	test('certificates and disks that end soon are a line each, with the check that says more', () => {
		const found = '/etcd/peer.crt expires in 12 days';
		const lines = statusLines(judged(at('2026-08-01')), text, at('2026-08-01'), [
			{id: 'certificates', result: 'warn', title: 'Certificates', found},
		]);
		expect(lines).toContain(`Certificates: ${found} (k0s-tui check --only certificates)`);
		expect(statusLines(judged(at('2026-08-01')), text, at('2026-08-01')).join('')).not.toContain('Certificates');
	});

	test('only what warns or fails is told: what is not known its check says', () => {
		const row = (id: CheckId, result: Result) => ({id, result, title: id, found: result});
		const reports = [
			row('certificates', 'unknown'),
			row('disk-share', 'warn'),
			row('disk-inodes', 'pass'),
			row('swap', 'warn'),
		];
		expect(aheadOf(reports).map(({id}) => id)).toEqual(['disk-share']);
	});

	test('on the screen that is a row of its own below the node', () => {
		const context = {text, now: at('2026-08-01')} as unknown as Context;
		const soon = [
			{id: 'disk-share', result: 'warn', title: 'Free disk share', found: '18 % of 16.9 GiB free on /'} as const,
		];
		const rows = factLines(facts, context, 80, soon).map(row => plain(row));
		expect(rows.at(-1)).toMatch(/^soon +Free disk share: 18 % of 16\.9 GiB free on \/$/);
		expect(factLines(facts, context, 80)).toHaveLength(rows.length - 1);
		const found = '/var/lib/k0s/pki/etcd/peer.crt expires in 12 days';
		const two = [{id: 'certificates', result: 'warn', title: 'Certificates', found} as const, ...soon];
		expect(
			factLines(facts, context, 80, two)
				.map(row => plain(row))
				.slice(-2),
		).toEqual([`soon   Certificates: ${found}`, '       Free disk share: 18 % of 16.9 GiB free on /']);
	});

	test('on the screen it is the last value of k0s’s line, which a narrow window leaves out', () => {
		const context = {text, now: at('2026-10-28')} as unknown as Context;
		const first = (width: number): string => plain(factLines(facts, context, width)[0] ?? []);
		expect(first(160)).toContain('no fixes since 2026-10-27');
		expect(first(60)).not.toContain('fixes');
	});
});

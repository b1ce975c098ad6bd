import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {continued} from '../../../source/components/blocks.js';
import {bold, dim, line, plain} from '../../../source/components/line.js';
import {known, unknown} from '../../../source/facts/reading.js';
import type {Pod} from '../../../source/facts/cluster.js';
import {Layers} from '../../../source/keys/layers.js';
import type {ClusterFacts} from '../../../source/model/cluster.js';
import type {Services} from '../../../source/screens/services.js';
import {StatusView} from '../../../source/screens/status/view.js';
import {createPacer} from '../../../source/store/pacer.js';
import {catalogue, type Language} from '../../../source/text/text.js';
import {healthyFacts, must, sampledAt} from '../../support/cluster.js';
import {draw} from '../../support/draw.js';
import {sessionsWith} from '../../support/working.js';
import {quietChecks} from '../../support/quiet-checks.js';

const catalogues = {en: await catalogue('en'), ja: await catalogue('ja')};

const at = (change: Partial<ClusterFacts> = {}): ClusterFacts => healthyFacts({asOf: sampledAt, ...change});

type Given = {
	readonly width?: number;
	readonly height?: number;
	readonly language?: Language;
	readonly ascii?: boolean;
};

/** The screen on these facts; it counts what the host is asked for. */
function show(facts: ClusterFacts, {width = 200, height = 46, language = 'en', ascii = false}: Given = {}) {
	const text = catalogues[language];
	const asked: string[] = [];
	const snapshot = {value: facts, unknown: undefined, at: sampledAt, reading: false};
	const cluster = {
		get: () => snapshot,
		subscribe: () => () => undefined,
		async refresh() {
			asked.push('refresh');
			return snapshot;
		},
	};
	const pacer = createPacer({interval: 60_000});
	const services = {
		...{
			text,
			kind: 'local',
			readOnly: false,
			pacer,
			sources: {cluster, core: cluster, checks: quietChecks, status: {show: () => undefined}},
		},
		async ask({argv}: {argv: readonly string[]}) {
			asked.push(argv.join(' '));
			throw new Error('nothing is asked here');
		},
		...{go: () => undefined, copy: () => undefined, notify: () => undefined, sessions: sessionsWith({})},
	} as unknown as Services;
	const screen = draw(() => <StatusView services={services} width={width} height={height} />, {
		...{look: {color: false, ascii}, layers: new Layers(), close: () => pacer.close()},
	});
	const parts = (): ReadonlyArray<readonly [string, string]> =>
		screen
			.rows()
			.filter(row => row.includes(' │ '))
			.map(row => [row.slice(0, row.indexOf(' │ ')), row.slice(row.indexOf(' │ ') + 3)]);
	return {
		...screen,
		asked,
		/** What stands at the left and at the right of the rule. */
		left: () => parts().map(([list]) => list),
		right: () =>
			parts()
				.map(([, details]) => details.trimEnd())
				.join('\n'),
	};
}

const podNames = (facts: ClusterFacts): readonly string[] => must(facts.pods).map(({name}) => name);

describe('Status at 200x50', () => {
	it('shows the details of the selected row beside the list, and follows it, without asking for anything', async () => {
		const facts = at();
		const screen = show(facts);
		for (const [index, name] of podNames(facts).entries()) {
			expect(screen.right(), name).toMatch(new RegExp(`^── Details ─+\\n\\S+/${name}\\n`));
			if (index < podNames(facts).length - 1) await screen.press('j');
		}

		await screen.press('g', 'j');
		expect(screen.right()).toMatch(/STATUS +ImagePullBackOff/);
		expect(screen.right()).toContain('app=missing');
		expect(screen.asked).toEqual([]);
		screen.fits(200, 46);
	});

	it('keeps the list within 120 columns, and the rule straight', async () => {
		const screen = show(at());
		for (const list of ['Pods', 'Services', 'Workloads', 'Containers', 'Images']) {
			// This host has no containers: where there is nothing to select there is no rule.
			if (list !== 'Containers') expect(screen.left().length, list).toBeGreaterThan(30);
			for (const row of screen.left()) expect(stringWidth(row)).toBe(120);
			await screen.press('tab');
		}
	});

	it('does so in each list', async () => {
		const facts = at();
		const screen = show(facts);
		await screen.press('tab');
		expect(screen.right()).toContain(`${must(facts.services)[0]!.namespace}/${must(facts.services)[0]!.name}`);
		expect(screen.right()).toMatch(/CLUSTER-IP +10\./);
		await screen.press('tab');
		expect(screen.right()).toMatch(/KIND +\w+\nDESIRED +\d/);
		await screen.press('tab', 'tab');
		expect(screen.right()).toMatch(/DIGEST +sha256:[\da-f]{50,}/);
	});

	it('enter still shows them in the place of the list, esc goes back', async () => {
		const screen = show(at());
		await screen.press('j', 'enter');
		expect(screen.frame()).not.toContain('│');
		expect(screen.frame()).not.toContain('NAMESPACE');
		expect(screen.rows().find(row => row.startsWith('── Details'))).toHaveLength(200);
		await screen.press('escape');
		expect(screen.right()).toMatch(/STATUS +ImagePullBackOff/);
	});

	it('a filter moves the selection, and the details with it; where nothing matches there are none', async () => {
		const screen = show(at());
		await screen.press('/', ...'coredns');
		expect(screen.right()).toMatch(/^── Details ─+\nkube-system\/coredns-/);
		await screen.press(...'nope');
		expect(screen.right().replaceAll(/[─\s]/g, '')).toBe('Details');
	});

	it('gives the whole terminal to a list that was made wide, and to one without rows', async () => {
		const screen = show(at());
		await screen.press('ctrl+w');
		expect(screen.frame()).not.toContain('│');
		expect(screen.frame()).toMatch(/NAMESPACE .* NODE +OWNER +IMAGES|NAMESPACE .* IMAGES/);
		await screen.press('ctrl+w');
		expect(screen.frame()).toContain('│');
		expect(show(at({pods: known([])})).frame()).not.toContain('│');
		expect(show(at({pods: unknown('failed', 'Error from server')})).frame()).not.toContain('│');
	});

	it.each(['en', 'ja'] as const)('never writes over the edge, whatever names hold (%s)', async language => {
		const pods = known(
			must(at().pods).map((pod, index) => ({
				...pod,
				name: `${'長い名前'.repeat(12)}\u001B[2J\u0007${index}`,
				message: `${'日本語のとても長い説明。'.repeat(6)} ${'w'.repeat(300)}`,
				labels: {[`example.com/${'x'.repeat(120)}`]: 'ラベル'.repeat(30)},
			})),
		);
		for (const width of [160, 161, 200, 250]) {
			const screen = show(at({pods}), {width, language});
			screen.fits(width, 46);
			expect(screen.frame()).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
			for (const row of screen.left()) expect(stringWidth(row)).toBe(120);
			const cutRows = screen
				.right()
				.split('\n')
				.filter(row => row.endsWith('…'));
			// The name, a word of the message, a label: each of them ends in an ellipsis where its line ends.
			expect(cutRows.length).toBeGreaterThanOrEqual(3);
			for (const row of cutRows) expect(stringWidth(row)).toBeGreaterThanOrEqual(width - 120 - 3 - 1);
			screen.leave();
		}
	});

	it('has its words in Japanese, and an ASCII form', () => {
		expect(show(at(), {language: 'ja'}).right()).toMatch(/^── 詳細 ─+\n/);
		const ascii = show(at(), {ascii: true});
		expect(ascii.frame()).toMatch(/ \| -- Details -+/);
		expect(ascii.frame()).not.toMatch(/[│─…]/);
	});

	it('says how much of long details is seen', () => {
		const labels = Object.fromEntries(Array.from({length: 90}, (_, index) => [`label-${index}`, 'yes']));
		const pods = known(must(at().pods).map(pod => ({...pod, labels})));
		expect(show(at({pods})).right()).toMatch(/^── Details ─+ 40\/107 ──\n/);
	});

	it('draws 10,000 pods as ten: only rows in the window and the selected one are made', async () => {
		const drawn = new Set<string>();
		const [first] = must(at().pods);
		const pods: readonly Pod[] = Array.from({length: 10_000}, (_, index) => {
			const name = `pod-${String(index).padStart(5, '0')}`;
			return {
				...first!,
				name,
				get restarts() {
					drawn.add(name);
					return 0;
				},
			};
		});
		const screen = show(at({pods: known(pods)}));
		expect(screen.right()).toContain('/pod-00000');
		await screen.press('G');
		expect(screen.right()).toContain('/pod-09999');
		expect(screen.left().at(-1)).toContain('pod-09999');
		expect(drawn.size).toBeLessThanOrEqual(2 * 46);
	});
});

describe('Status below 160 columns', () => {
	it.each([120, 159])(
		'shows the details of the selected row below the list at %i, and nothing beside it',
		async width => {
			const screen = show(at(), {width});
			expect(screen.frame()).not.toMatch(/│|Details/);
			const titles = (): string[] => screen.rows().filter(row => row.startsWith('── '));
			expect(titles()).toHaveLength(1);
			expect(titles()[0]).toHaveLength(width);
			const before = titles();
			await screen.press('down');
			expect(titles()).toHaveLength(1);
			expect(titles()).not.toEqual(before);
			expect(screen.rows().filter(row => row.startsWith('UID '))).toHaveLength(1);
			await screen.press('enter');
			expect(screen.rows().find(row => row.startsWith('── Details'))).toHaveLength(width);
		},
	);
});

describe('a line that is too wide', () => {
	it('goes on under its value and keeps its look', () => {
		const rows = continued(line(dim('NAME  '), bold('one two three four')), 16);
		expect(rows.map(row => plain(row))).toEqual(['NAME  one two', '      three four']);
		expect(rows.map(row => row[1]?.style)).toEqual([{bold: true}, {bold: true}]);
	});

	it('has a name that is long itself on a row of its own', () => {
		const rows = continued(line(dim('a-long-namespace/'), bold('and-a-long-name')), 24);
		expect(rows.map(row => plain(row))).toEqual(['a-long-namespace/', '  and-a-long-name']);
	});

	it('keeps all of its words', () => {
		expect(continued(line(dim('one two three')), 8).map(row => plain(row))).toEqual(['one two', 'three']);
	});
});

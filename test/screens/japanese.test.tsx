import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {footerLine, hints} from '../../source/app/footer.js';
import {headerLine, tabsLine} from '../../source/app/header.js';
import {nameOfAction} from '../../source/app/screen-table.js';
import {screens} from '../../source/screens/screens.js';
import {createSessions} from '../../source/app/sessions.js';
import {defaultOptions} from '../../source/checks/options.js';
import {createChecksSource} from '../../source/checks/source.js';
import {check} from '../../source/commands/check.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {compose} from '../../source/components/compose.js';
import {plain} from '../../source/components/line.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {Layers} from '../../source/keys/layers.js';
import type {ScreenId, Services} from '../../source/screens/services.js';
import {createPacer} from '../../source/store/pacer.js';
import {createSources} from '../../source/store/sources.js';
import {catalogue} from '../../source/text/text.js';
import {draw} from '../support/draw.js';

const text = await catalogue('ja');

const ended = /\u001B\[[\d;]*m/g;

/** A screen on the simulated host, in Japanese. */
function show(id: ScreenId, {scenario = 'ready' as 'fresh' | 'ready', width = 80, height = 20, ascii = false} = {}) {
	const runner = createRunner(createSimulatedHost({scenario, speed: 200}), {readOnly: false});
	const pacer = createPacer({interval: 60_000, coalesce: 5});
	const checks = createChecksSource({runner, pacer, text, options: defaultOptions});
	const env = {K0S_TUI_SIMULATION_SPEED: '200'};
	const sources = createSources({runner, pacer});
	const services: Services = {
		...{text, kind: 'simulated', readOnly: false, pacer},
		sources: {...sources, checks},
		sessions: createSessions({
			runner,
			text,
			env,
			options: defaultOptions,
			checks,
			verdict: sources.verdict,
		}),
		ask: async command => runner.run(command),
		follow: async (command, onLine, signal) => runner.run(command, {signal, onLine}),
		change: async command => runner.run(command),
		handOver: async command => runner.run(command),
		openServer: async () => undefined,
		save: async () => '',
		packets: () => undefined,
		go: () => undefined,
		copy: () => undefined,
		offer: () => undefined,
		across: () => undefined,
		showObject: () => undefined,
		reach: () => undefined,
		notify: () => undefined,
	};
	const View = screens.find(screen => screen.id === id)?.View ?? (() => null);
	const layers = new Layers();
	const screen = draw(() => <View services={services} width={width} height={height} />, {
		look: {color: false, ascii, letters: true},
		layers,
		close() {
			pacer.close();
			void runner.close();
		},
	});
	const {frame} = screen;
	return {
		frame,
		layers,
		/** Waits until all of it is seen, and looks whether it fits. */
		async sees(...parts: readonly string[]) {
			await expect.poll(frame, {timeout: 10_000, interval: 20}).toSatisfy((seen: string) => {
				return parts.every(part => seen.includes(part));
			});
			screen.fits(width, height);
		},
	};
}

describe('80x24 in Japanese', () => {
	test('checks: groups, results and titles are whole, and in one column each', async () => {
		const screen = show('checks');
		await screen.sees('失敗なし', '権限', 'root または sudo', '結果  ', '期待  ', '理由  ');
		const judged = () =>
			screen
				.frame()
				.split('\n')
				.slice(2)
				.filter(line => /[✓!] (?:OK|警告)/.test(line));
		await expect.poll(() => judged().length, {timeout: 10_000, interval: 20}).toBeGreaterThan(8);
		const rows = judged();
		const columnOf = (line: string, part: RegExp) => stringWidth(line.slice(0, line.search(part)));
		expect(new Set(rows.map(line => columnOf(line, /[✓!] (?:OK|警告)/)))).toEqual(new Set([14]));
		expect(screen.frame()).not.toMatch(/[^\s…]… {2}/);
	});
	test('install: each step’s title is whole beside its state', async () => {
		const screen = show('install', {scenario: 'fresh'});
		await screen.sees('firewalld の試行', 'サービスの登録', '未実行', '10 手順中', 'ホスト名  ! 選択が必要');
		const edges = screen
			.frame()
			.split('\n')
			.filter(line => line.includes('│'))
			.map(line => stringWidth(line.slice(0, line.indexOf('│'))));
		expect(new Set(edges).size).toBe(1);
		for (const {title} of Object.values(text.install.steps).flatMap(step => ('title' in step ? [step] : []))) {
			if (title !== text.install.steps.preflight.title) expect(screen.frame()).toContain(title);
		}
	});
	test('network: titles stand over their columns', async () => {
		const screen = show('network');
		await screen.sees('名前空間', 'coredns-765…8wwxq', 'このホスト', '対向');
		const lines = screen.frame().split('\n');
		const head = lines.find(line => line.includes('名前空間') && line.includes('対向')) ?? '';
		const pod = lines.find(line => line.includes('vethafa19b66') && line.includes('coredns')) ?? '';
		expect(stringWidth(head.slice(0, head.indexOf('対向')))).toBe(stringWidth(pod.slice(0, pod.indexOf('vethafa'))));
	});
	test('nftables: the head holds what the list counts, at the edge', async () => {
		const screen = show('nftables');
		await screen.sees('テーブル 3、チェイン 41、ルール', 'kube-proxy が作成', 'サービスの全アドレス');
		screen.layers.dispatch('v');
		await screen.sees('サービスのポート 5 個、kube-proxy は iptables モード');
	});
	test('with ASCII glyphs the letters stay', async () => {
		const screen = show('status', {ascii: true});
		await screen.sees('正常', 'ノード', 'Running');
		expect(screen.frame()).not.toMatch(/[?]{2}|[─✓…]/);
	});
	test('tabs and header fit', () => {
		const ids = screens.map(({id}) => id);
		const look = {color: false, ascii: false};
		for (const id of ids) expect(stringWidth(plain(tabsLine(text, ids, id, 80)))).toBeLessThanOrEqual(80);
		expect(plain(tabsLine(text, ids, 'network', 60)).trimEnd()).toBe('1 2 3 4 ネットワーク 5 6');
		const facts = {
			host: 'centos10.home.local',
			version: 'v1.34.1+k0s.0',
			verdict: {mark: 'pass', word: text.status.verdicts.healthy},
			problems: {mark: 'warn', word: text.checks.headerWarned(3)},
			job: null,
			badges: [text.app.simulated, text.app.readOnly, text.app.paused, text.app.notRoot],
			age: text.app.ageSeconds(59),
		} as const;
		expect(stringWidth(compose(headerLine(text, facts, 80), 80, look).replaceAll(ended, ''))).toBeLessThanOrEqual(80);
	});
	test.each(screens.map(({id, bindings}) => ({id, bindings})))(
		'the footer of $id keeps its first keys',
		({bindings}) => {
			const app = [
				{action: 'app.help', keys: ['?'], footer: 90},
				{action: 'app.palette', keys: [':'], footer: 91},
				{action: 'app.log', keys: ['@'], footer: 92},
				{action: 'app.quit', keys: ['q'], footer: 93},
			] as const;
			const all = hints([bindings, app], action => nameOfAction(text, action));
			const shown = plain(footerLine(all, 80));
			expect(stringWidth(shown)).toBeLessThanOrEqual(80);
			expect(shown).toContain(`${all[0]?.keys} ${all[0]?.name}`);
			// The keys of the frame give way first; help has them all.
			expect(shown).toMatch(/\? \S+/);
		},
	);
});

test('check without a screen: one column each, JSON keys as ever', async () => {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 200}), {readOnly: false});
	const given = {
		runner,
		text,
		settings: settingsFrom({simulate: 'ready', lang: 'ja'}),
		signal: AbortSignal.timeout(10_000),
	};
	const answer = await check.run({...given, say: () => undefined}, {only: 'root,os,hostname,secure-path'}, []);
	await runner.close();
	expect(answer.lines).toContain('権限');
	const rows = answer.lines
		.filter(line => /^ {2}(?:OK|警告)/.test(line))
		// Without its id at the end, which may be the same word.
		.map(line => line.replace(/\s*\[[a-z-]+\]$/, ''));
	expect(rows).toHaveLength(4);
	const founds = ['root', 'CentOS', 'centos10', '検索しない'];
	const at = rows.map(row => stringWidth(row.slice(0, Math.max(...founds.map(found => row.lastIndexOf(found))))));
	expect(new Set(at).size).toBe(1);
	const {checks, summary} = answer.json as {
		checks: ReadonlyArray<Record<string, unknown>>;
		summary: Record<string, unknown>;
	};
	expect(Object.keys(summary).sort()).toEqual(['fail', 'pass', 'skip', 'unknown', 'warn']);
	expect(checks.map(({id, result}) => `${String(id)} ${String(result)}`).sort()).toEqual([
		'hostname pass',
		'os pass',
		'root pass',
		'secure-path warn',
	]);
	expect(checks.find(({id}) => id === 'hostname')?.['title']).toBe('ホスト名');
});

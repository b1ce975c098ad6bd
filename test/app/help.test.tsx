import {describe, expect, test} from 'vitest';
import stringWidth from 'string-width';
import {Help} from '../../source/app/help.js';
import {helpRows, sentenceOf} from '../../source/app/help-rows.js';
import {allTables, frameBindings} from '../../source/app/screen-table.js';
import {plain} from '../../source/components/line.js';
import {between} from '../../source/components/rows.js';
import {Layers, level} from '../../source/keys/layers.js';
import {rebinding} from '../../source/keys/rebind.js';
import {meaningsOf} from '../../source/keys/scheme.js';
import {screens} from '../../source/screens/screens.js';
import {en} from '../../source/text/en/index.js';
import {keyHelp as english} from '../../source/text/en/key-help.js';
import {keyHelp as japanese} from '../../source/text/ja/key-help.js';
import {keyHelp} from '../../source/text/key-help.js';
import {catalogue} from '../../source/text/text.js';
import {draw} from '../support/draw.js';

const actions = [...new Set(allTables.flatMap(({bindings}) => bindings.map(({action}) => action)))];
const same = (bindings: Parameters<typeof helpRows>[0]['tables'][number]) => bindings;

describe.each(['en', 'ja'] as const)('the help in %s', lang => {
	test('has a sentence for every action: its own, or that of its meaning', async () => {
		const text = await catalogue(lang);
		const help = await keyHelp(lang);
		const meanings: Readonly<Record<string, string>> = text.app.meanings;
		const without = actions.filter(
			action => help.actions[action] === undefined && meanings[meaningsOf(action)[0] ?? ''] === undefined,
		);
		expect(without).toEqual([]);
		for (const action of actions) expect(sentenceOf(action, help, text)).not.toBe('');
	});

	test.each([
		[60, 15],
		[80, 24],
		[120, 40],
	])('fits at %ix%i, whole sentences, each section', async (width, rows) => {
		const text = await catalogue(lang);
		const help = await keyHelp(lang);
		for (const {id, bindings} of screens) {
			const tables = [bindings, frameBindings];
			const all = helpRows({tables, ascii: false, rebind: same, screen: text.app.screens[id], width}, help, text);
			const lines = between(all, 0, all.length).map(line => plain(line));
			for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
			const words = lines.join(' ').replaceAll(/\s+/g, '');
			for (const {action} of bindings.filter(({keys}) => keys.length > 0)) {
				expect(words).toContain(sentenceOf(action, help, text).replaceAll(/\s+/g, ''));
			}

			const titles = lines.filter(line => /^\S/.test(line));
			expect(titles).toEqual([
				help.sections.here(text.app.screens[id]),
				...[help.sections.lists, help.sections.everywhere, help.sections.question],
				...[help.sections.typing, help.sections.signs],
			]);
		}

		const screen = draw(() => (
			<Help
				text={text}
				language={lang}
				screen={text.app.screens.network}
				width={width}
				height={rows - 4}
				onClose={() => undefined}
			/>
		));
		await screen.sees(help.sections.here(text.app.screens.network));
		screen.fits(width, rows - 4);
	});
});

test('the Japanese help has what the English has, and nothing else', () => {
	expect(Object.keys(japanese.actions ?? {})).toEqual(Object.keys(english.actions));
	expect(Object.keys(japanese.sections ?? {})).toEqual(Object.keys(english.sections));
	expect(Object.keys(japanese.signs ?? {})).toEqual(Object.keys(english.signs));
});

test('no sentence is left over for an action that is gone', () => {
	expect(Object.keys(english.actions).filter(action => !actions.includes(action))).toEqual([]);
});

describe('? on the screen', () => {
	const opened = async (layers = new Layers()) => {
		let closed = 0;
		const screen = draw(
			() => <Help text={en} language="en" screen="Network" width={80} height={20} onClose={() => closed++} />,
			{layers},
		);
		await screen.sees('This screen: Network');
		return {screen, closed: () => closed};
	};

	test('shows the keys of what was open, also the person’s own', async () => {
		const map = allTables.find(({name}) => name === 'network: map')?.bindings ?? [];
		const layers = new Layers(rebinding({'network.list': 'M'}, allTables).rebind);
		layers.add({level: level.screen, bindings: map, onAction: () => undefined});
		const {screen} = await opened(layers);
		expect(screen.frame()).toMatch(/^ {2}M {2,}Shows the network as a list\.$/m);
		expect(screen.frame()).not.toContain('Draws the network as a map.');
	});

	test('is searched: matches are counted, n goes on, esc clears, then closes', async () => {
		const {screen, closed} = await opened();
		await screen.press('/', ...'zebra');
		expect(screen.frame()).toContain(en.common.noMatch);
		await screen.press('escape', '/', ...'half', 'enter');
		expect(screen.frame()).toContain('1/2');
		await screen.press('n');
		expect(screen.frame()).toContain('2/2');
		await screen.press('escape');
		expect(screen.frame()).not.toContain('2/2');
		expect(closed()).toBe(0);
		await screen.press('?');
		expect(closed()).toBe(1);
	});
});

test('a key stands once: what a table above binds does not reach the one below', () => {
	const text = catalogue('en');
	const [report] = screens.flatMap(({id, bindings}) =>
		id === 'status' ? bindings.filter(({action}) => action === 'status.report') : [],
	);
	if (!report) throw new Error('Status has no key for the report');
	const tables = [[report], [{action: 'status.open', keys: ['enter']}, report]];
	const all = helpRows({ascii: false, tables, rebind: same, screen: 'Status', width: 80}, english, text);
	const lines = between(all, 0, all.length).map(line => plain(line));
	expect(lines.filter(line => line.startsWith('  W '))).toHaveLength(1);
	expect(lines.filter(line => line.startsWith('  enter '))).not.toHaveLength(0);
});

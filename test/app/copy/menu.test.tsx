import {describe, expect, test} from 'vitest';
import {CopyMenu, copyHeight} from '../../../source/app/copy-menu.js';
import {useCopying} from '../../../source/app/use-copying.js';
import {copyItems, type CopyItem} from '../../../source/screens/copies.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';

const text = catalogue('en');

let menu: ReturnType<typeof useCopying>;

function show(width = 60) {
	const copied: string[] = [];
	const said: string[] = [];
	function Frame() {
		menu = useCopying();
		const {copying, stop} = menu;
		if (!copying) return null;
		return (
			<CopyMenu
				{...{text, width}}
				items={copying.items}
				height={copyHeight(copying.items, 20)}
				onCopy={what => copied.push(what)}
				onNone={() => said.push('nothing')}
				onClose={stop}
			/>
		);
	}

	return {...draw(() => <Frame />), copied, said};
}

const pod = copyItems(
	['name', 'web'],
	['namespace/name', 'default/web'],
	['address', '10.244.0.3'],
	['id', null],
	['id', ''],
);

describe('the menu of C', () => {
	test('shows what there is, and copies the selected line', async () => {
		const app = show();
		menu.offer(() => pod);
		await app.sees('10.244.0.3');
		expect(app.rows().map(row => row.trim().replaceAll(/ {2,}/g, ' | '))).toEqual([
			expect.stringMatching(/^── Copy ─+$/),
			'name | web',
			'namespace/name | default/web',
			'address | 10.244.0.3',
		]);
		await app.press('j', 'j', 'enter');
		expect(app.copied).toEqual(['10.244.0.3']);
		expect(app.frame()).toBe('');
	});

	test('has the keys before its lines are there, and closes by the key that opened it', async () => {
		const app = show();
		let made: (items: readonly CopyItem[]) => void = () => undefined;
		menu.offer(
			() =>
				new Promise(resolve => {
					made = resolve;
				}),
		);
		await app.settled();
		expect(app.layers.dispatch('C')).toBe('copy.close');
		made(pod);
		await app.settled();
		expect([app.frame(), app.copied]).toEqual(['', []]);
	});

	test('a single thing is copied at once; of nothing it is said', async () => {
		const app = show();
		menu.offer(() => copyItems(['name', 'web'], ['namespace/name', 'web']));
		await app.settled();
		expect([app.copied, app.frame()]).toEqual([['web'], '']);
		menu.offer(() => []);
		await app.settled();
		expect([app.said, app.frame()]).toEqual([['nothing'], '']);
	});

	test('a line is cut only where the window ends', async () => {
		const app = show(80);
		const command = 'k0s kubectl describe pod metrics-server-67bc669cf4-m2xzk';
		menu.offer(() => copyItems(['namespace/name', 'kube-system/metrics-server'], ['command', command]));
		await app.sees('kube-system/metrics-server');
		expect(app.frame()).toContain(command);
		app.fits(80, 3);
	});

	test('outside text is never raw, long and many lines stay within the window', async () => {
		const app = show(40);
		menu.offer(() => [
			{name: 'name', value: `a\u001B[2J\u0007${'x'.repeat(10_000)}`},
			{name: 'output', value: 'first\nsecond\nthird'},
			...Array.from({length: 30}, (_, at) => ({name: 'address', value: `漢字${at}`})),
		]);
		await app.sees('漢字3');
		expect(app.frame()).not.toMatch(/[\u0007\u001B]/);
		expect(app.frame()).toContain('first (3 lines)');
		app.fits(40, 12);
		await app.press('up');
		await app.press(...Array.from({length: 40}, () => 'j' as const));
		expect(app.frame()).toContain('漢字29');
	});
});

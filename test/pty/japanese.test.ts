import {join} from 'node:path';
import {expect, test} from 'vitest';
import {describeOnTerminal, open} from '../support/pty.js';

const program = join(process.cwd(), 'dist/cli.js');

describeOnTerminal('the built program in Japanese', () => {
	test('by its locale, over all six screens, help and a dialog at 80x24', async () => {
		const env = {LANG: 'ja_JP.UTF-8', K0S_TUI_SIMULATION_SPEED: '20'};
		const app = open(process.execPath, [program, '--simulate=ready'], {columns: 80, rows: 24, env});
		await app.see('失敗なし', 15_000);
		await app.see('模擬ホスト');
		for (const [key, words] of [
			['2', '10 手順中'],
			['3', 'ポッド 5'],
			['4', '名前空間'],
			['5', 'サービスの全アドレス'],
			['6', 'enter で実行し'],
			['?', 'この画面: デモ'],
		] as const) {
			app.type(key);
			await app.see(words);
			const rows = app.screen().split('\n');
			expect(rows.length).toBeLessThanOrEqual(24);
			expect(rows.at(-1)).toMatch(/\? ヘルプ|esc 閉じる/);
		}

		app.type('\u001B');
		await app.gone('この画面: デモ');
		app.type('\r');
		await app.see('[ キャンセル ]');
		app.type('\u001B');
		await app.gone('[ キャンセル ]');
		app.type('q');
		expect((await app.closed()).exitCode).toBe(0);
		expect(app.screen()).toContain('このホストには何も変更を加えていません。');
	});
	test('--lang wins over the locale', async () => {
		const app = open(process.execPath, [program, 'check', '--simulate', '--lang', 'en', '--only', 'root'], {
			env: {LANG: 'ja_JP.UTF-8'},
		});
		await app.see('Root or sudo');
		expect((await app.closed()).exitCode).toBe(0);
	});
});

import {describe, expect, test} from 'vitest';
import {checksPage} from '../../scripts/reference/checks.js';
import {commandsPage} from '../../scripts/reference/commands.js';
import {configPage} from '../../scripts/reference/config.js';
import {keysPage} from '../../scripts/reference/keys.js';
import {stepsPage} from '../../scripts/reference/steps.js';
import {keyHelp} from '../../source/text/key-help.js';
import {upkeepText} from '../../source/text/upkeep.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');

/** `npm run docs` writes them anew. */
describe('the reference says what the code does', () => {
	test('docs/KEYS.md', async () => {
		await expect(keysPage(text, await keyHelp('en'))).toMatchFileSnapshot('../../docs/KEYS.md');
	});
	test('docs/COMMANDS.md', async () => {
		await expect(await commandsPage(text)).toMatchFileSnapshot('../../docs/COMMANDS.md');
	});
	test('docs/CONFIG.md', async () => {
		await expect(configPage(text)).toMatchFileSnapshot('../../docs/CONFIG.md');
	});
	test('docs/CHECKS.md', async () => {
		await expect(checksPage(text)).toMatchFileSnapshot('../../docs/CHECKS.md');
	});
	test('docs/STEPS.md', async () => {
		await upkeepText(text);
		await expect(stepsPage(text)).toMatchFileSnapshot('../../docs/STEPS.md');
	});
});

import {describe, expect, test} from 'vitest';
import {askWhy} from '../../support/why-answers.js';
import {misleading} from './texts.js';

describe('a text that misleads', () => {
	test.each(misleading)('%s: exit %i, %s', async (_, exit, reason, told, sentence) => {
		const answer = await askWhy('default/web', told);
		expect(answer.reason ?? answer.error?.message).toBe(reason);
		expect(answer.json['sentence']).toMatch(sentence);
		expect(answer.exit).toBe(exit);
	});
});

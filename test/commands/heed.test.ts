import {describe, expect, test} from 'vitest';
import {heeding} from '../../source/commands/heed.js';

const session = () => {
	const reasons: unknown[] = [];
	return {reasons, stop: (reason?: unknown) => void reasons.push(reason)};
};

describe('work that heeds the signal of its command', () => {
	test('asked to stop before it began, it does not begin', async () => {
		const each = session();
		let began = false;
		const work = async () => {
			began = true;
		};
		expect(await heeding(AbortSignal.abort(), each, work)).toBeUndefined();
		expect(began).toBe(false);
	});

	test('asked while it works, its session is told why; afterwards nothing is', async () => {
		const each = session();
		const control = new AbortController();
		let finish = (_: string): void => undefined;
		const end = heeding(control.signal, each, async () => new Promise<string>(resolve => (finish = resolve)));
		control.abort('why');
		finish('done');
		expect(await end).toBe('done');
		expect(each.reasons).toEqual(['why']);

		const later = new AbortController();
		await heeding(later.signal, each, async () => 'done');
		later.abort('late');
		expect(each.reasons).toEqual(['why']);
	});
});

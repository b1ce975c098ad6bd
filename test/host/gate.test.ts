import {expect, test} from 'vitest';
import {createGate} from '../../source/host/gate.js';

const {signal} = new AbortController();

test('who goes first passes all that wait, in the order those came; the others keep theirs', async () => {
	const gate = createGate(1);
	expect(await gate.enter(signal)).toBe(true);
	const order: string[] = [];
	const come = async (name: string, first?: true) => {
		await gate.enter(signal, first);
		order.push(name);
		gate.leave();
	};

	const all = [come('a'), come('b'), come('first', true), come('second', true)];
	gate.leave();
	await Promise.all(all);
	expect(order).toEqual(['first', 'second', 'a', 'b']);
});

test('one that went ahead and gave up leaves its place to the next', async () => {
	const gate = createGate(1);
	await gate.enter(signal);
	const given = new AbortController();
	const ahead = gate.enter(given.signal, true);
	const behind = gate.enter(signal);
	given.abort();
	expect(await ahead).toBe(false);
	gate.leave();
	expect(await behind).toBe(true);
});

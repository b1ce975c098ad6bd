import {expect, test} from 'vitest';
import {createListeners} from '../source/listeners.js';

test('tells all that listen; the same function may listen twice, and leaves one by one', () => {
	const listeners = createListeners();
	let told = 0;
	const listener = () => void told++;
	const leave = listeners.add(listener);
	listeners.add(listener);
	listeners.tell();
	expect(told).toBe(2);
	leave();
	leave();
	listeners.tell();
	expect([told, listeners.size()]).toEqual([3, 1]);
});

test('one that leaves or comes while all are told changes nothing of that round', () => {
	const listeners = createListeners();
	const told: string[] = [];
	const leave = listeners.add(() => {
		told.push('a');
		leave();
		listeners.add(() => told.push('c'));
	});
	listeners.add(() => told.push('b'));
	listeners.tell();
	expect(told).toEqual(['a', 'b']);
});

test('says when the first one comes and the last one leaves', () => {
	const said: string[] = [];
	const listeners = createListeners({first: () => said.push('first'), last: () => said.push('last')});
	const [one, two] = [listeners.add(() => undefined), listeners.add(() => undefined)];
	one();
	expect(said).toEqual(['first']);
	two();
	expect(said).toEqual(['first', 'last']);
});

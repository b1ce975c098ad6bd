import {describe, expect, test} from 'vitest';
import {en as first} from '../../source/text/en/index.js';
import {on} from '../../source/text/en/on.js';
import {packets} from '../../source/text/en/packets.js';
import {reach} from '../../source/text/en/reach.js';
import {upkeep} from '../../source/text/en/upkeep.js';
import {ja as firstJa} from '../../source/text/ja/index.js';
import {on as onJa} from '../../source/text/ja/on.js';
import {packets as packetsJa} from '../../source/text/ja/packets.js';
import {reach as reachJa} from '../../source/text/ja/reach.js';
import {upkeep as upkeepJa} from '../../source/text/ja/upkeep.js';
import {catalogue} from '../../source/text/text.js';
import {translated} from '../../source/text/translation.js';
import {leavesOf, saidBy, samplesFor} from './leaves.js';

/** With the catalogues that are loaded late. */
const en = {...first, on, packets, reach, upkeep};
const ja = {...firstJa, on: onJa, packets: packetsJa, reach: reachJa, upkeep: upkeepJa};
const english = new Map(leavesOf(en).map(({path, value}) => [path, value]));
const japanese = new Map(leavesOf(ja).map(({path, value}) => [path, value]));
const both = [...english].filter(([path]) => japanese.has(path));

/** Sentences of a leaf, or of what a function says: strings in whatever stands around them. */
const sentencesOf = (value: unknown): readonly string[] =>
	typeof value === 'string'
		? [value]
		: typeof value === 'object' && value !== null
			? Object.values(value).flatMap(each => sentencesOf(each))
			: [];

/** What must not be lost on the way: numbers, paths, options, and names with a dot or a dash that tools print. */
const factsIn = (sentence: string): readonly string[] =>
	(
		sentence.match(
			/(?<!\w)\d[\d.]*\d|(?<!\w)\d(?!\w)|v\d[\w.+-]*|--[a-z][\w-]+|\/[\w-]+(?:\/[\w.-]+)+|[a-z][\w]*\.[a-z][\w.]*\w/g,
		) ?? []
	)
		// Thousands may be set apart in another way; sentences end in a dot.
		.map(fact => fact.replace(/\.$/, ''));

describe('the Japanese catalogue', () => {
	test('has every sentence that English has', () => {
		expect([...english.keys()].filter(path => !japanese.has(path))).toEqual([]);
	});
	test('has none that English does not have', () => {
		expect([...japanese.keys()].filter(path => !english.has(path))).toEqual([]);
	});
	test('every leaf is of the same kind, and none is empty where English is not', () => {
		const wrong = both.filter(
			([path, value]) =>
				typeof value !== typeof japanese.get(path) ||
				(typeof value === 'string' && (value === '') !== (japanese.get(path) === '')) ||
				(Array.isArray(value) && value.length !== (japanese.get(path) as readonly unknown[]).length),
		);
		expect(wrong.map(([path]) => path)).toEqual([]);
	});
	test('numbers, paths, options and file names are told in both', () => {
		const lost = both.flatMap(([path, value]) => {
			const told = sentencesOf(japanese.get(path)).join('\n');
			return sentencesOf(value)
				.flatMap(sentence => factsIn(sentence))
				.filter(fact => !told.includes(fact))
				.map(fact => `${path}: ${fact}`);
		});
		expect(lost).toEqual([]);
	});
	test('a function says something wherever English does, with each argument that English shows', () => {
		let said = 0;
		const wrong = both.flatMap(([path, value]) => {
			if (typeof value !== 'function') return [];
			return samplesFor(path, value.length).flatMap(samples => {
				const before = saidBy(value, samples);
				if (before === undefined) return [];
				said++;
				const after = saidBy(japanese.get(path), samples);
				if (before === null) return after === null ? [] : [`${path}(${JSON.stringify(samples)}): not null`];
				const told = sentencesOf(after);
				if (sentencesOf(before).join('') !== '' && told.join('') === '')
					return [`${path}(${JSON.stringify(samples)}): says nothing`];
				return sentencesOf(before)
					.flatMap(sentence => factsIn(sentence))
					.filter(fact => !told.join('\n').includes(fact))
					.map(fact => `${path}(${JSON.stringify(samples)}): ${fact} is not in “${told.join('\n')}”`);
			});
		});
		expect(wrong).toEqual([]);
		const functions = both.filter(([, value]) => typeof value === 'function');
		expect(functions.filter(([path, value]) => !canBeCalled(path, value)).map(([path]) => path)).toEqual([]);
		expect(said).toBeGreaterThan(functions.length);
	});
	test('is written in Japanese wherever English has words', () => {
		const words = both.filter(
			([path, value]) =>
				typeof value === 'string' &&
				value === japanese.get(path) &&
				/[a-z]{3,} [a-z]{2,} [a-z]{2,}/i.test(value) &&
				!/^(?:nft|ip|k0s) /.test(value),
		);
		expect(words.map(([path]) => path)).toEqual([]);
	});
});

/** English says something with one of the samples: the comparison above compared something. */
const canBeCalled = (path: string, value: unknown): boolean =>
	samplesFor(path, (value as {readonly length: number}).length).some(samples => saidBy(value, samples) !== undefined);

describe('a catalogue', () => {
	test('English is at hand, Japanese is loaded', async () => {
		expect(catalogue('en')).toBe(first);
		const text = await catalogue('ja');
		expect(text.app.screens.network).toBe('ネットワーク');
		expect(text.common.product).toBe('k0s-tui');
	});
	test('what is not translated stands there in English', () => {
		const text = {a: {b: 'one', c: (count: number) => `${count} two`}, d: ['three']};
		const both = translated(text, {a: {c: count => `二 ${count}`}});
		expect([both.a.b, both.a.c(2), both.d]).toEqual(['one', '二 2', ['three']]);
	});
});

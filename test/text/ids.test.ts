import {describe, expect, test} from 'vitest';
import {en} from '../../source/text/en/index.js';
import {idText, readably, saidOf, says, sentence, verbatim} from '../../source/text/ids.js';
import {catalogue} from '../../source/text/text.js';

const english = catalogue('en');
const japanese = await catalogue('ja');

/** Every leaf of the catalogue with what it is called with: texts and numbers that no sentence is made of. */
function* leaves(
	words: unknown,
	coded: unknown,
	path: string,
): Generator<[path: string, english: string, coded: string]> {
	if (typeof words === 'string') yield [path, words, coded as string];
	else if (typeof words === 'function') {
		for (const given of [Array(6).fill('x'), Array(6).fill(3), Array(6).fill(['x'])]) {
			let made: unknown;
			try {
				made = (words as (...given: readonly unknown[]) => unknown)(...given);
			} catch {
				continue;
			}

			yield* leaves(made, (coded as (...given: readonly unknown[]) => unknown)(...given), `${path}()`);
		}
	} else if (typeof words === 'object' && words !== null) {
		for (const [key, value] of Object.entries(words)) {
			yield* leaves(value, (coded as Readonly<Record<string, unknown>>)[key], path === '' ? key : `${path}.${key}`);
		}
	}
}

describe('a sentence before anybody reads it', () => {
	test('every sentence of the catalogue has an id from which it comes back as it was', () => {
		const all = [...leaves(en, idText, '')];
		expect(all.length).toBeGreaterThan(1500);
		const other = all.filter(([, words, coded]) => readably(coded, english) !== words).map(([path]) => path);
		expect(other).toEqual([]);
		expect(all.filter(([, words, coded]) => words !== '' && saidOf(coded).reason === 'verbatim')).toEqual([]);
	});

	test('it keeps the place of its words and what they are given, and is read in any language', () => {
		const said = saidOf(idText.install.steps.hostname.differs('a', 'b'));
		expect(said).toEqual({reason: 'install.steps.hostname.differs', values: ['a', 'b']});
		expect(sentence(said, english)).toBe(english.install.steps.hostname.differs('a', 'b'));
		expect(sentence(said, japanese)).toBe(japanese.install.steps.hostname.differs('a', 'b'));
		expect(JSON.parse(JSON.stringify(said))).toEqual(said);
	});

	test('sentences within sentences, and with words between them, each find theirs', () => {
		const {engine, steps} = idText.install;
		const said = saidOf(`${engine.waitedTooLong(steps.healthy.so)}. ${engine.ended('curl')}`);
		const wanted = (text: typeof english): string =>
			`${text.install.engine.waitedTooLong(text.install.steps.healthy.so)}. ${text.install.engine.ended('curl')}`;
		expect(sentence(said, english)).toBe(wanted(english));
		expect(sentence(said, japanese)).toBe(wanted(japanese));
	});

	test('one of several sentences of a function', () => {
		const {reason, fix} = idText.install.stalls.portInUse('6443', 'bind');
		const words = japanese.install.stalls.portInUse('6443', 'bind');
		expect([readably(reason, japanese), readably(fix, japanese)]).toEqual([words.reason, words.fix]);
	});

	test('what is not in the catalogue is not in the ids', () => {
		expect(idText.common.reason['no such reason']).toBeUndefined();
	});

	test('words from outside that look like a code are words', () => {
		const outside = '\u0002{"reason":"cli.interrupted","values":[]}\u0003';
		expect(saidOf(outside)).toEqual(verbatim(outside));
		expect(readably(outside, english)).toBe(outside);
	});

	test('an id that this version does not have is told with its values', () => {
		expect(sentence({reason: 'install.gone', values: ['x', 3]}, english)).toBe('install.gone x 3');
		expect(sentence({reason: 'install.steps.place', values: []}, english)).toBe('install.steps.place');
	});

	test('it is asked for by its id', () => {
		expect(says(saidOf(idText.guard.fix('firewall-cmd --reload')), idText.guard.fix(''))).toBe(true);
		expect(says(saidOf(idText.guard.howToConfirm), idText.guard.fix(''))).toBe(false);
		expect(says(null, idText.guard.howToConfirm)).toBe(false);
	});
});

import {expect, test} from 'vitest';
import {asciiOf} from '../../source/components/look.js';
import {spark, topOf} from '../../source/components/spark.js';
import {displayWidth} from '../../source/components/width.js';

test('a line of bars has its width, the newest on the right, and a blank where nobody knows', () => {
	expect(spark([0, 0.5, null, 1], 1, 6)).toBe('  ▁▅ █');
	expect(spark([1, 2, 3, 4], 4, 2)).toBe('▇█');
	expect(spark([], 1, 3)).toBe('   ');
	expect(spark([5, -1, Number.NaN], 0, 3)).toBe('▁▁▁');
	expect(displayWidth(spark([1, 2, 3], 3, 8))).toBe(8);
});

test('each bar has an ASCII form of its own', () => {
	const all = spark([0, 1, 2, 3, 4, 5, 6, 7], 8, 8);
	expect(asciiOf(all, displayWidth)).toBe('_.-=+*%#');
});

test('what hardly moves is not drawn as a peak', () => {
	expect(spark([0.001, 0.002], topOf([0.001, 0.002], 0.02), 2)).toBe('▁▁');
	expect(topOf([null, 3], 1)).toBe(3);
});

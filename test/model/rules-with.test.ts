import {expect, test} from 'vitest';
import {isSaved} from '../../source/model/rule-jump.js';
import {rulesWith} from '../../source/model/rules-with.js';
import {readIptablesSave} from '../../source/read/iptables/save.js';
import {must} from '../support/cluster.js';
import {outcomeOf} from '../support/samples.js';

/** Rules of one table as they stand, and the chain of that name. */
const chainOf = (lines: readonly string[], name: string) => {
	const text = ['*nat', ':ONE - [0:0]', ':TWO - [0:0]', ...lines, 'COMMIT', ''].join('\n');
	return must(readIptablesSave(outcomeOf({stdout: text}))).tables[0]?.chains.get(name)?.rules ?? [];
};

const lines = [
	'[1:60] -A ONE -d 10.96.0.1/32 -j ACCEPT',
	'[0:0] -A TWO -d 10.96.0.10/32 -j ACCEPT',
	'[5:5] -A ONE -d 10.96.0.10/32 -m comment --comment "-d 10.96.0.10/32 too" -j DROP',
	'[0:0] -A ONE -d 10.96.0.100/32 -j ACCEPT',
	'[0:0] -A ONE -d 10.96.0.10/32 -j RETURN',
	'[0:0] -A TWO -d 10.96.0.1/32 -j ACCEPT',
];

test.each(['-d 10.96.0.10/32', ' -d 10.96.0.1/32 ', '10.96', '-d 10.96.0.2/32', '-A TWO', '[5:5]', 'RETURN', 'N'])(
	'%s: the same rules as by looking at the words of each',
	words => {
		for (const name of ['ONE', 'TWO']) {
			const rules = chainOf(lines, name);
			expect(rulesWith(rules, words)).toEqual(rules.filter(({text}) => text.includes(words)));
		}
	},
);

test('of a chain whose counters moved, and of rules in other forms', () => {
	const rules = chainOf(lines, 'ONE').map((rule, at) => (isSaved(rule) && at === 1 ? rule.counted(7, 7) : rule));
	expect(rulesWith(rules, '-d 10.96.0.10/32').map(({packets}) => packets)).toEqual([7, 0]);
	const plain = rules.map(({index, text, packets, bytes, comment, verdict, handle}) => ({
		...{index, text, packets, bytes, comment, verdict, handle},
	}));
	expect(rulesWith(plain, '10.96.0.100').map(({index}) => index)).toEqual([2]);
	expect(rulesWith([], 'x')).toEqual([]);
});

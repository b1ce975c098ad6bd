import {describe, expect, test} from 'vitest';
import {findNames, nameIndex, type Named} from '../../../source/app/palette/names.js';
import {finish} from '../../../source/store/slices.js';

const entry = (kind: string, ...names: [string, ...string[]]): Named => ({kind, names});
const find = (entries: readonly Named[], query: string, most?: number) =>
	findNames(finish(nameIndex(entries)), query, most).map(({kind, hits, more}) => ({
		kind,
		hits: hits.map(({entry: {names}, rank}) => `${rank} ${names[0]}`),
		more,
	}));

describe('names that are found', () => {
	test('rank as exact, beginning, part, letters in order; kinds come by their best name', () => {
		const entries = [
			entry('pod', 'kube-system/kube-dns-1', 'kube-dns-1'),
			entry('pod', 'kube-system/my-kube-dns', 'my-kube-dns'),
			entry('service', 'kube-system/kube-dns', 'kube-dns'),
			entry('chain', 'KUBE-SVC-1 (ip nat)', 'KUBE-SVC-1'),
		];
		expect(find(entries, 'kube-dns')).toEqual([
			{kind: 'service', hits: ['0 kube-system/kube-dns'], more: false},
			{kind: 'pod', hits: ['1 kube-system/kube-dns-1', '2 kube-system/my-kube-dns'], more: false},
		]);
		expect(find(entries, 'kbdns').map(({hits}) => hits)).toEqual([
			['3 kube-system/kube-dns-1', '3 kube-system/my-kube-dns'],
			['3 kube-system/kube-dns'],
		]);
	});

	test('fit in any case, by any of their names, each once', () => {
		const entries = [entry('pod', 'default/web', 'web', '10.244.0.3', '10.244.0.30')];
		expect(find(entries, 'WEB')).toEqual([{kind: 'pod', hits: ['0 default/web'], more: false}]);
		expect(find(entries, '10.244.0.3')[0]?.hits).toEqual(['0 default/web']);
	});

	test('of several words each must fit', () => {
		const entries = [entry('pod', 'a/web'), entry('pod', 'b/web'), entry('pod', 'b/db')];
		expect(find(entries, 'web b/')[0]?.hits).toEqual(['2 b/web']);
		expect(find(entries, 'web c/')).toEqual([]);
	});

	test('letters in order are looked for only where no name holds the word', () => {
		const entries = [entry('pod', 'p-o-d-s'), entry('list', 'pods')];
		expect(find(entries, 'pods')).toEqual([{kind: 'list', hits: ['0 pods'], more: false}]);
		expect(find(entries, 'pds').map(({kind}) => kind)).toEqual(['pod', 'list']);
	});

	test('nothing is found by nothing, or across two names', () => {
		const entries = [entry('pod', 'ab', 'cd')];
		expect(find(entries, '')).toEqual([]);
		expect(find(entries, '  ')).toEqual([]);
		expect(find(entries, 'bc')).toEqual([]);
	});

	test('a name with a line feed is one name', () => {
		expect(find([entry('pod', 'a\nb'), entry('pod', 'b')], 'b')[0]?.hits).toEqual(['0 b', '2 a\nb']);
	});

	test('of a kind with many no more than are shown are looked at, and it is said that there are more', () => {
		const chains = Array.from({length: 40_000}, (_, at) => entry('chain', `KUBE-SEP-${at}`));
		const index = finish(nameIndex([...chains, entry('pod', 'kube-proxy')]));
		const [first, second] = findNames(index, 'kube', 50);
		expect([first?.hits.length, first?.more, second?.hits.length]).toEqual([50, true, 1]);
		// Exact and beginning come first, however many others stand before them.
		expect(findNames(index, 'kube-sep-39999')[0]?.hits.map(({entry: {names}}) => names[0])).toEqual(['KUBE-SEP-39999']);
		expect(findNames(index, 'p-39999')[0]?.hits[0]?.rank).toBe(2);
	});
});

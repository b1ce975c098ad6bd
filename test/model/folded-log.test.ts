import {describe, expect, test} from 'vitest';
import type {JournalLine} from '../../source/facts/cluster.js';
import {foldedLog, isAtLeast, speakersOf} from '../../source/model/folded-log.js';
import {createJournalStream} from '../../source/read/journal-stream.js';
import {readJournal} from '../../source/read/journal.js';
import {must} from '../support/cluster.js';
import {outcomeOf, sample} from '../support/samples.js';

const line = (time: string, message: string, more: Partial<JournalLine> = {}): JournalLine => ({
	...{time, message, identifier: 'k0s', pid: 1, component: 'kubelet', severity: 'error'},
	...more,
});

describe('repeats', () => {
	test('are one line with how often and since when, where they came last; other figures tell apart', () => {
		const folded = foldedLog([
			line('01:00:00', 'dial tcp 127.0.0.1:6443: refused, again in 1.5s'),
			line('01:00:01', 'other', {component: 'etcd'}),
			line('01:00:02', 'dial tcp 127.0.0.1:6443: refused, again in 20s'),
			line('01:00:03', 'dial tcp 127.0.0.1:9443: refused, again in 20s'),
		]);
		expect(folded.map(({time, since, count, message}) => [time, since, count, message])).toEqual([
			['01:00:01', '01:00:01', 1, 'other'],
			['01:00:02', '01:00:00', 2, 'dial tcp 127.0.0.1:6443: refused, again in 20s'],
			['01:00:03', '01:00:03', 1, 'dial tcp 127.0.0.1:9443: refused, again in 20s'],
		]);
	});
	test('of two components, or of two severities, are not the same', () => {
		const same = [line('1', 'x'), line('2', 'x', {component: 'etcd'}), line('3', 'x', {severity: 'warning'})];
		expect(foldedLog(same)).toHaveLength(3);
		expect(same.filter(each => isAtLeast(each, 'error'))).toHaveLength(2);
		expect(speakersOf(same)).toEqual(['kubelet', 'etcd']);
	});
});

describe('a log that is followed', () => {
	const once = sample('real-k0s/journals/port-6443-taken.txt');
	const journal = `${once}${once}`;
	test('reads as the whole of it does: real severities, errors of several lines as one', () => {
		const stream = createJournalStream();
		for (const each of journal.split('\n')) stream.add(each);
		const all = must(readJournal(outcomeOf({stdout: journal})));
		expect(stream.get()).toEqual(all);
		expect(all.some(({severity}) => severity === 'error')).toBe(true);
		expect(foldedLog(all).length).toBeLessThan(all.length);
	});
	test('is bounded, says how much fell out, and cuts a line without end', () => {
		const stream = createJournalStream(100);
		for (let at = 0; at < 10_000; at++) {
			stream.add(`2026-11-30T01:04:55+0000 host k0s[7]: time="x" level=info msg="line ${at}" component=etcd`);
		}

		expect(stream.get()).toHaveLength(100);
		expect(stream.get().at(-1)?.message).toBe('line 9999');
		expect(stream.lost).toBe(9900);
		stream.add(`2026-11-30T01:04:55+0000 host k0s[7]: ${'x'.repeat(100_000)}`);
		expect(stream.get().at(-1)?.message.length).toBeLessThan(5000);
		expect(stream.add('no line of a journal')).toBe(false);
	});
});

import {appendFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import type {Outcome} from '../../source/command/outcome.js';
import {outcomeProblem} from '../../source/engine/problem.js';
import {isStillSet} from '../../source/engine/still-set.js';
import {createTail, openStream, readEntry} from '../../source/engine/worker/stream.js';
import type {Firewall, Zone} from '../../source/model/firewall.js';
import {catalogue} from '../../source/text/text.js';
import {idText, saidOf, sentence} from '../../source/text/ids.js';
import {outcomeOf} from '../support/samples.js';

const text = await catalogue('en');

describe('why a command did not do what it should', () => {
	const said = (parts: Partial<Outcome>): string | undefined => {
		const problem = outcomeProblem(outcomeOf({argv: ['k0s', 'start'], ...parts}), idText);
		return problem === undefined ? undefined : sentence(saidOf(problem), text);
	};

	test.each<[Partial<Outcome>, string | undefined]>([
		[{kind: 'ok'}, undefined],
		[{kind: 'not-found', argv: ['own-tool']}, 'own-tool is not on this host.'],
		[{kind: 'not-found', argv: ['ipset']}, 'ipset is not installed. Package: ipset.'],
		[{kind: 'not-permitted', stderr: ''}, 'k0s was not permitted.'],
		[{kind: 'not-permitted', stderr: 'one\ndenied by policy\n'}, 'k0s was not permitted: denied by policy.'],
		[{kind: 'timed-out', ms: 1499}, 'k0s did not finish within 1 s.'],
		[{kind: 'killed', signal: 'SIGKILL'}, 'k0s was killed (SIGKILL).'],
		[{kind: 'killed', signal: null}, 'k0s was killed (?).'],
		[{kind: 'aborted'}, 'k0s was ended.'],
	])('%j', (parts, wanted) => {
		expect(said(parts)).toBe(wanted);
	});

	test('the tool’s own words: its first line, of standard error before standard output', () => {
		expect(said({kind: 'failed', exit: 7, stderr: '\nfirst\nsecond', stdout: 'printed'})).toMatch(/7.*first/);
		expect(said({kind: 'failed', exit: 7, stderr: '\nfirst\nsecond'})).not.toMatch(/second/);
		expect(said({kind: 'failed', exit: 7, stderr: '', stdout: 'printed\nmore'})).toMatch(/printed/);
	});

	test('curl’s come last, after its progress table, with what its exit code means', () => {
		const stderr = '  % Total\n 45 28.6M\r 46 29.1M\ncurl: (6) Could not resolve host: x\n';
		const words = said({argv: ['curl', '-q'], kind: 'failed', exit: 6, stderr});
		expect(words).toMatch(/curl: \(6\) Could not resolve host: x\. Cannot resolve the name/);
		expect(words).not.toMatch(/Total|28\.6M/);
		// An exit code of another tool means something else.
		expect(said({argv: ['tar'], kind: 'failed', exit: 6, stderr: 'x'})).not.toMatch(/resolve/);
	});
});

describe('whether a command of firewall-cmd would still change anything', () => {
	const zone = (parts: Partial<Zone>): Zone =>
		({
			...{name: 'public', target: 'default', interfaces: [], sources: [], services: [], ports: []},
			...{masquerade: false, forward: true, richRules: [], protocols: []},
			...parts,
		}) as unknown as Zone;
	const firewall: Firewall = {
		defaultZone: 'public',
		runtime: [zone({ports: ['80/tcp'], interfaces: ['eth0'], masquerade: true})],
		permanent: [zone({sources: ['10.244.0.0/16'], services: ['http']}), zone({name: 'trusted'})],
	};
	const still = (...words: readonly string[]): boolean => isStillSet(['firewall-cmd', ...words], firewall);

	test.each<[readonly string[], boolean]>([
		[['--zone=public', '--remove-port=80/tcp'], true],
		[['--zone=public', '--remove-port=81/tcp'], false],
		[['--permanent', '--zone=public', '--remove-port=80/tcp'], false],
		[['--zone=public', '--remove-interface=eth0'], true],
		[['--zone=public', '--remove-interface=eth1'], false],
		[['--permanent', '--zone=public', '--remove-source=10.244.0.0/16'], true],
		[['--zone=public', '--remove-source=10.244.0.0/16'], false],
		[['--permanent', '--zone=public', '--remove-service=http'], true],
		[['--permanent', '--zone=trusted', '--remove-service=http'], false],
		[['--zone=public', '--remove-masquerade'], true],
		[['--permanent', '--zone=public', '--remove-masquerade'], false],
		[['--zone=public', '--change-interface=eth0'], false],
		[['--zone=public', '--change-interface=eth1'], true],
		[['--set-default-zone=public'], false],
		[['--set-default-zone', 'public'], false],
		[['--set-default-zone', 'trusted'], true],
		[['--set-default-zone=trusted'], true],
		[['--zone=none', '--remove-port=80/tcp'], false],
	])('%j: %s', (words, wanted) => {
		expect(still(...words)).toBe(wanted);
	});

	test('another tool’s words are not firewalld’s', () => {
		expect(isStillSet(['iptables', '--zone=public', '--remove-port=80/tcp'], firewall)).toBe(false);
	});
});

describe('what a worker tells', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'stream-'));
	});
	afterEach(() => {
		vi.useRealTimers();
		rmSync(folder, {recursive: true, force: true});
	});

	const line = (words: string, kind: 'stdout' | 'command' = 'stdout') =>
		({line: {step: 'a', kind, text: words}}) as unknown as Parameters<ReturnType<typeof openStream>['tell']>[0];

	test('lines of output wait for a moment, a step does not, and takes them along in order', () => {
		vi.useFakeTimers();
		const path = join(folder, 'events');
		const stream = openStream(path, 'order-1');
		stream.tell(line('one'));
		expect(readFileSync(path, 'utf8')).toBe('');
		vi.advanceTimersByTime(50);
		expect(readFileSync(path, 'utf8')).toContain('"one"');
		stream.tell(line('two'));
		stream.tell({step: 'b'});
		const told = readFileSync(path, 'utf8').trim().split('\n').map(readEntry);
		expect(told.map(each => each?.order)).toEqual(['order-1', 'order-1', 'order-1']);
		expect(told.at(-1)).toMatchObject({step: 'b'});
		stream.close();
	});

	test('what an earlier worker was killed in the middle of is ended: the next line is whole', () => {
		const path = join(folder, 'events');
		writeFileSync(path, '{"order":"old","st');
		const stream = openStream(path, 'new');
		stream.tell({step: 'c'});
		stream.close();
		expect(createTail(path)().map(readEntry)).toEqual([undefined, {order: 'new', step: 'c'}]);
	});

	test('a reader gets whole lines only, each once, and no link is followed', () => {
		const path = join(folder, 'events');
		const tail = createTail(path);
		expect(tail()).toEqual([]);
		writeFileSync(path, 'one\ntw');
		expect(tail()).toEqual(['one']);
		appendFileSync(path, 'o\n\nthree\n');
		expect(tail()).toEqual(['two', 'three']);
		expect(tail()).toEqual([]);
		symlinkSync(path, join(folder, 'link'));
		expect(createTail(join(folder, 'link'))()).toEqual([]);
	});

	test('what is no entry of ours is none', () => {
		expect(readEntry('{"order":7}')).toBeUndefined();
		expect(readEntry('not JSON')).toBeUndefined();
		expect(readEntry('{"order":"a","step":"b"}')).toEqual({order: 'a', step: 'b'});
	});
});

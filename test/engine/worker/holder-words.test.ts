import {describe, expect, test} from 'vitest';
import {holderWords} from '../../../source/engine/worker/remote.js';
import {catalogue} from '../../../source/text/text.js';

const holder = {
	...{pid: 4711, started: '1', bootId: null, list: 'install' as const, run: 'install-1', order: '1'},
	since: Date.UTC(2026, 10, 23, 4, 31, 22),
};

describe('who works on this host', () => {
	test.each([
		['root by sudo is the one who called it', {uid: 0, sudoUser: 'ada', tty: '/dev/pts/3'}, 'ada', '/dev/pts/3'],
		['root', {uid: 0, sudoUser: null, tty: null}, 'root', ''],
		['an ordinary user', {uid: 1001, sudoUser: null, tty: null}, 'user 1001', ''],
		['nobody knows who', {uid: null, sudoUser: null, tty: null}, 'user ?', ''],
	])('%s', (_, asker, user, tty) => {
		const words = holderWords({...holder, asker} as never, catalogue('en'));
		expect(words).toContain(user);
		expect(words).toContain(tty);
		expect(words).toContain('4711');
		expect(words).toContain('2026-11-23 04:31:22');
		for (const other of ['root', 'ada', 'user '].filter(each => !user.startsWith(each))) {
			expect(words).not.toContain(other);
		}
	});
});

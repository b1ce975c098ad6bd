import {expect, test} from 'vitest';
import {networkLines} from '../../source/commands/network-lines.js';
import type {Topology} from '../../source/facts/network.js';
import {catalogue} from '../../source/text/text.js';

const bare = (unread: Topology['unread']): Topology => ({
	...{links: [], routes: [], neighbours: [], rules: [], inode: null, processes: [], namespaces: [], unread},
});
const told = (unread: Topology['unread'] = []): string => networkLines(bare(unread), catalogue('en')).join('\n');

test('no namespaces, none with a name, or nobody knows: each is said as that', () => {
	expect(told()).toContain('No network namespaces: pods get theirs when k0s runs.');
	const unseen = told([{part: 'processes', reason: 'needs-root', detail: '/proc'}]);
	expect(unseen).toContain('No named network namespaces. Not known whether there are others');
	expect(unseen).not.toContain('No network namespaces');
	expect(told([{part: 'namespaces', reason: 'failed', detail: 'x'}])).not.toMatch(/No (?:named )?network namespaces/);
});

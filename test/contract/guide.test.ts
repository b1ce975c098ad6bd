import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {guideCommands} from '../support/seed-recording.js';

/** A command of the guide with what differs from host to host put in words. */
const generic = (line: string): string =>
	line
		.replace(/cni-[\da-f-]{36}/, 'NETNS')
		.replace(/set-hostname \S+/, 'set-hostname NAME')
		.replace(/--change-interface=\S+/, '--change-interface=IF')
		.replace(/--add-port=\S+/, '--add-port=PORT')
		.replace(/--add-source=\S+/, '--add-source=CIDR');

test('docs/GUIDE.md has a place for every command of the guide, and for no other', () => {
	const told = readFileSync('docs/GUIDE.md', 'utf8')
		.split('\n')
		.flatMap(line => /^\| `(.+?)` \|/.exec(line)?.[1]?.replaceAll(String.raw`\|`, '|') ?? []);
	const typed = new Set(guideCommands().map(({line}) => generic(line)));
	expect(told.toSorted()).toEqual([...typed].toSorted());
});

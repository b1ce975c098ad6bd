import process from 'node:process';
import {expect, test} from 'vitest';
import {onServer} from '../../source/command/on-server.js';
import {createLocalHost} from '../../source/host/local.js';

test('this program starts again as it was started, with the whole environment of the person', async () => {
	const host = createLocalHost();
	const given = host.interactive?.(onServer('192.0.2.12', {readOnly: true}));
	expect(given).toMatchObject({
		argv: [process.execPath, process.argv[1], 'on', '192.0.2.12', '--read-only'],
		env: {PATH: process.env['PATH']},
	});
	await host.close();
});

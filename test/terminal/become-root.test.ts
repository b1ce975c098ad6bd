import {expect, test} from 'vitest';
import {becomeRootArgv} from '../../source/terminal/become-root.js';

test('the same program with the same options, after the end of sudo’s own', () => {
	expect(
		becomeRootArgv({
			sudo: '/usr/bin/sudo',
			node: '/opt/node/bin/node',
			program: '/opt/k0s-tui/dist/cli.js',
			arguments: ['--ascii', '--screen', 'network; rm -rf /'],
		}),
	).toEqual([
		'/usr/bin/sudo',
		'--',
		'/opt/node/bin/node',
		'/opt/k0s-tui/dist/cli.js',
		'--ascii',
		'--screen',
		'network; rm -rf /',
	]);
});

import {expect, test} from 'vitest';
import {becomeRootArgv, proxyNames} from '../../source/terminal/become-root.js';

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

test('proxy settings go along by their names alone', () => {
	const env = {
		https_proxy: 'http://me:secret@proxy:3128',
		NO_PROXY: '.home.local',
		http_proxy: '',
		PATH: '/bin',
		MY_PROXY: 'x',
	};
	expect(proxyNames(env)).toEqual(['NO_PROXY', 'https_proxy']);
	const argv = becomeRootArgv({sudo: 'sudo', node: 'node', program: 'cli.js', arguments: [], keep: proxyNames(env)});
	expect(argv).toEqual(['sudo', '--preserve-env=NO_PROXY,https_proxy', '--', 'node', 'cli.js']);
	expect(argv.join(' ')).not.toContain('secret');
});

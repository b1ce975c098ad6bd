import {userInfo} from 'node:os';
import {describe, expect, test} from 'vitest';
import {command} from '../../source/command/command.js';
import {childEnvironment, terminalEnvironment} from '../../source/host/environment.js';

const date = command(['date'], 'read-file');
const fixed = {
	LC_ALL: 'C',
	PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
	HOME: userInfo().homedir,
	TERM: 'dumb',
	SHLVL: '1',
};
/** Of whoever started us: another language, a PATH of their own, what loads code, secrets. */
const ours = {
	LANG: 'ja_JP.UTF-8',
	PATH: '/home/ada/bin',
	HOME: '/home/ada',
	TERM: 'xterm-256color',
	LD_PRELOAD: '/tmp/evil.so',
	KUBECONFIG: '/home/ada/.kube/config',
	HTTPS_PROXY: 'http://me:word@proxy:3128',
	no_proxy: '10.0.0.0/8',
	http_proxy: '',
	EDITOR: 'vim',
	COLORTERM: 'truecolor',
	MY_HTTP_PROXY: 'x',
};

describe('what a tool gets of our environment', () => {
	test('nothing: what it prints is the same for everybody', () => {
		expect(childEnvironment(date, ours)).toEqual(fixed);
	});

	test('our proxies, where it needs them', () => {
		expect(childEnvironment({...date, proxy: true}, ours)).toEqual({
			...fixed,
			HTTPS_PROXY: 'http://me:word@proxy:3128',
			no_proxy: '10.0.0.0/8',
		});
	});

	test.each([
		...['LD_PRELOAD', 'LD_LIBRARY_PATH', 'LD_AUDIT', 'DYLD_INSERT_LIBRARIES', 'NODE_OPTIONS', 'NODE_PATH'],
		...['GCONV_PATH', 'BASH_ENV', 'ENV', 'IFS', 'PATH', 'KUBECONFIG', 'PYTHONPATH', 'PYTHONSTARTUP', 'PERL5LIB'],
	])('no command may set %s: it decides which code runs, or which cluster answers', name => {
		expect(childEnvironment({...date, env: {[name]: '/tmp/evil'}}, {})).toEqual(fixed);
	});

	test.each([
		'K0S_TUI_ROOT',
		'ENVIRONMENT',
		'PATH_INFO',
		'IFS_OLD',
		'GCONV_PATHS',
		'BASH_ENVIRONMENT',
		'MY_LD_PRELOAD',
	])('%s is a name like any other', name => {
		expect(childEnvironment({...date, env: {[name]: 'x'}}, {})).toEqual({...fixed, [name]: 'x'});
	});
});

test('a program that a person is given the terminal for speaks their language on their terminal', () => {
	expect(terminalEnvironment(date, ours)).toEqual({
		PATH: fixed.PATH,
		HOME: fixed.HOME,
		LANG: 'ja_JP.UTF-8',
		TERM: 'xterm-256color',
		COLORTERM: 'truecolor',
		EDITOR: 'vim',
	});
});

import type {OnText} from '../../text/on.js';

/** Why a server gave no answer. */
export type Fault = {
	readonly code: keyof OnText['faults'];
	/** What ssh or the server said of it; from outside. */
	readonly said: string;
	/** 4: it is not known how the server is; 3: the program cannot run there. */
	readonly exit: 3 | 4;
};

export const unreached = (code: Fault['code'], said: string): Fault => ({code, said, exit: 4});
export const unsuited = (code: Fault['code'], said = ''): Fault => ({code, said, exit: 3});

/** OpenSSH's own words (ssh.c, sshconnect.c, sshconnect2.c, canohost.c of 7.4 to 10), which no locale changes. */
const words: ReadonlyArray<readonly [RegExp, Fault['code']]> = [
	[/REMOTE HOST IDENTIFICATION HAS CHANGED/, 'host-key-changed'],
	[/Host key verification failed|No \S+ host key is known/, 'host-key-unknown'],
	[/Could not resolve hostname/, 'name'],
	[/Connection refused/, 'refused'],
	[/timed out|Timeout, server/i, 'timeout'],
	[/No route to host|Network is unreachable/, 'route'],
	[/Permission denied|Too many authentication failures|No more authentication methods/, 'denied'],
	[
		/Bad configuration option|no argument after keyword|Can't open user config file|Bad port|terminating,/,
		'ssh-options',
	],
	[/Connection (?:closed|reset)|Broken pipe|kex_exchange_identification|closed by remote host/, 'closed'],
];

/** Why ssh ended with 255. `said`: its standard error. */
export function sshFault(said: string): Fault {
	const [, code = 'other'] = words.find(([pattern]) => pattern.test(said)) ?? [];
	const lines = said.split('\n').map(line => line.trim());
	const last =
		lines.findLast(line => line !== '' && !/^[@*]/.test(line) && !line.startsWith('Warning: Permanently')) ?? '';
	return unreached(code, last);
}

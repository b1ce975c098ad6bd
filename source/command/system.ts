import {command, type Command} from './command.js';

/** Small questions to the system. */

export const userId = (): Command => command(['id', '-u'], 'user-id');
export const userName = (): Command => command(['id', '-un'], 'user-id');
export const sudoWithoutPassword = (): Command => command(['sudo', '-n', 'true'], 'sudo-probe', {deadline: 2000});
/** kernel release, machine: `uname -rm` prints both on one line. */
export const kernel = (): Command => command(['uname', '-srm'], 'kernel');
export const hostName = (): Command => command(['uname', '-n'], 'hostname');
export const listeners = (): Command =>
	command(['ss', '-Hltnup'], 'listeners', {root: true, maxOutput: 4 * 1024 * 1024});
export const resolve = (name: string): Command => command(['getent', 'hosts', name], 'resolve-name', {deadline: 5000});
/** Is the module's file there for the running kernel? Built-in ones print (builtin). */
export const moduleFile = (release: string, name: string): Command =>
	command(['modinfo', '-k', release, '-F', 'filename', name], 'module-file');
export const sysctl = (...names: string[]): Command => command(['sysctl', '-e', ...names], 'sysctl');
/** One HTTP request: the body on standard output. */
export const httpGet = (url: string): Command =>
	command(['curl', '-sS', '--max-time', '5', '--noproxy', '*', '--', url], 'http-get', {deadline: 8000});

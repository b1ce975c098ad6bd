import os from 'node:os';
import process from 'node:process';
import type {Command} from '../command/command.js';

/** Where tools are looked for and what children get as PATH: folders that only root can write on every distribution. */
export const systemFolders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const;

/** Names that decide which code a child runs, or which cluster answers it: not even a Command may set them. */
const refused = /^(?:LD_|DYLD_|NODE_|GCONV_PATH$|BASH_ENV$|ENV$|IFS$|PATH$|KUBECONFIG$|PYTHON|PERL)/;

const proxyNames = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap(name => [name, name.toUpperCase()]);

/**
 * The environment of a child: fixed, whatever ours is. English messages and plain numbers (LC_ALL=C), no colours or
 * pagers, the home folder of the account (not of $HOME, which sudo may have left at another user's). Proxy variables
 * pass only for a Command that asks for them.
 */
export function childEnvironment(command: Command, ours: NodeJS.ProcessEnv = process.env): Record<string, string> {
	const environment: Record<string, string> = {
		LC_ALL: 'C',
		PATH: systemFolders.join(':'),
		HOME: homeFolder(),
		TERM: 'dumb',
		// bash with a socket as its standard input takes itself for a remote login and reads ~/.bashrc, but not below
		// another shell. The pipes that Node makes are sockets.
		SHLVL: '1',
	};
	if (command.proxy) {
		for (const name of proxyNames) {
			const value = ours[name];
			if (value) environment[name] = value;
		}
	}

	for (const [name, value] of Object.entries(command.env)) {
		if (!refused.test(name)) environment[name] = value;
	}

	return environment;
}

/** What tells a program which terminal it has, in which language one reads there, and what one edits with. */
const ofTheTerminal = /^(?:TERM|COLORTERM|LANG|LC_(?:ALL|CTYPE|MESSAGES)|EDITOR|VISUAL|KUBE_EDITOR)$/;

/** The environment of a program that a person is given the terminal for: as above, but with the person's own terminal. */
export const terminalEnvironment = (
	command: Command,
	ours: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> => {
	const fixed = Object.entries(childEnvironment(command, ours)).filter(
		([name]) => !/^(?:LC_ALL|TERM|SHLVL)$/.test(name),
	);
	const own = Object.entries(ours).flatMap(([name, value]) =>
		ofTheTerminal.test(name) && value ? [[name, value] as const] : [],
	);
	return Object.fromEntries([...fixed, ...own]);
};

function homeFolder(): string {
	try {
		return os.userInfo().homedir;
	} catch {
		// No such account in the user database (a bare container).
		return '/';
	}
}

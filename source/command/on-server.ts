import {command, type Command} from './command.js';

/** A name or address that ssh and every shell take as it stands; the API tells it, so it is text from outside. */
export const isServerName = (server: string): boolean => /^[A-Za-z0-9][\w.:-]*$/.test(server);

/**
 * Whether ssh gets into that server without a question: it asks nobody, and does not change how host keys are checked. `env`: what
 * of a person's session ssh finds keys by (`SSH_AUTH_SOCK`). A shared login of the person is used, none is left behind.
 */
export const sshProbe = (server: string, env: Readonly<Record<string, string>>): Command =>
	command(
		[
			...(['ssh', '-n', '-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=5'] as const),
			...['-o', 'ControlMaster=no', '-o', 'RemoteCommand=none', '-o', 'ClearAllForwardings=yes'],
			...['--', server, 'true'],
		],
		'ssh-probe',
		{env, deadline: 8000},
	);

/** This very program on that server. It places its portable form there first, so it changes something unless it only reads. */
export const onServer = (server: string, {readOnly}: {readonly readOnly: boolean}): Command =>
	command(['k0s-tui', 'on', server, ...(readOnly ? ['--read-only'] : [])], 'on-server', {
		...{changes: !readOnly, deadline: 0, own: true},
	});

import {onServer, isServerName, sshProbe} from '../command/on-server.js';
import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {sshFault, unsuited, type Fault} from '../commands/on/fault.js';
import {visible} from '../terminal/sanitise.js';
import {onText, type OnText} from '../text/on.js';
import type {Language} from '../text/text.js';

/** What ssh finds a person's keys by. */
const ofTheSession = ['SSH_AUTH_SOCK', 'KRB5CCNAME'] as const;

type Given = {
	readonly readOnly: boolean;
	readonly language: Language;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly run: (command: Command) => Promise<Outcome>;
	/** Shows the command, gives the terminal to it, and takes it back. */
	readonly handOver: (command: Command) => Promise<Outcome>;
};

/**
 * k0s-tui on another server of the cluster, on this terminal until it ends. ssh is asked first whether it gets in, so that nobody
 * loses the screen for an error. A sentence: why it was not opened, and what to do.
 */
export async function openServer(
	server: string,
	{readOnly, language, env, run, handOver}: Given,
): Promise<string | undefined> {
	const text = await onText(language);
	if (!isServerName(server)) return text.noName(visible(server));
	const session = ofTheSession.flatMap(name => (env[name] ? [[name, env[name]] as const] : []));
	const fault = probeFault(await run(sshProbe(server, Object.fromEntries(session))));
	if (fault) return faultSentence(server, fault, text, env['SUDO_USER']);
	const {stderr} = await handOver(onServer(server, {readOnly}));
	return stderr === '' ? undefined : text.on(server, visible(stderr));
}

function probeFault({kind, exit, stderr}: Outcome): Fault | undefined {
	if (kind === 'ok') return undefined;
	if (kind === 'not-found') return unsuited('no-ssh');
	if (kind === 'timed-out') return unsuited('timeout');
	if (exit === 255) return sshFault(stderr);
	return unsuited(exit === null ? 'other' : 'no-answer', stderr.trim().split('\n').at(-1));
}

function faultSentence(server: string, {code, said}: Fault, text: OnText, sudoUser: string | undefined): string {
	const {next} = text;
	const does = Object.hasOwn(next, code) ? next[code as keyof typeof next](server) : visible(said);
	// With sudo it is root whose keys and known hosts ssh takes: what works for the person may not work here.
	const root = sudoUser !== undefined && (code === 'denied' || code === 'host-key-unknown');
	const parts = [
		text.sentence(text.on(server, text.faults[code])),
		does,
		...(root ? [text.asRoot(visible(sudoUser))] : []),
	];
	return text.sentences(parts.filter(part => part !== ''));
}

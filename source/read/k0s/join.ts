import {joinExits} from '../../command/join.js';
import type {JoinRole} from '../../command/k0s.js';
import type {Outcome} from '../../command/outcome.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {firstLine, notOk} from '../reading.js';

/** How a connection to a port of the controller ended. `late`: nothing came back. `other`: curl's exit says something else. */
export type PortAnswer = 'open' | 'refused' | 'late' | 'no-name' | 'other';

/** A join token without its secret, how its file is kept, and what answers where it leads (command/join.ts). */
export type JoinLook = {
	/** Permission bits of the file: 0o600. */
	readonly mode: number;
	readonly owner: number;
	/** When the file was written, milliseconds since the epoch. */
	readonly changedAt: number;
	/** As what the token lets somebody join, by its user; null: neither. */
	readonly role: JoinRole | null;
	/** `https://192.168.122.161:6443`. */
	readonly server: string;
	/** The public half of the bootstrap token, by which `k0s token list` names it. */
	readonly id: string;
	/** Null: it was not asked. */
	readonly asked: {
		readonly server: PortAnswer;
		/** The certificate of whoever answers is not of the token's cluster. */
		readonly stranger: boolean;
		/** HTTP's status; null: none came. 401 of the API: it does not know this token (any more). */
		readonly status: number | null;
		/** Seconds by which the controller's clock is ahead of this host's; null: it did not say. */
		readonly ahead: number | null;
		/** `v1.34.1+k0s`, as the API names itself; null: it does not tell this token. */
		readonly version: string | null;
		readonly ports: ReadonlyArray<{readonly port: number; readonly answer: PortAnswer}>;
	} | null;
};

/** Why there is no token in the file. The sentences stand in `text.install.join.faults`. */
export const tokenFaults = ['absent', 'special', 'large', 'noToken'] as const;
export type TokenFault = (typeof tokenFaults)[number];

const faultOf = ({kind, exit}: Outcome): TokenFault | undefined =>
	kind === 'failed' ? tokenFaults.find(fault => joinExits[fault] === exit) : undefined;

/** The fault of the file, or what could be read of it. */
export type Joined =
	{readonly fault: TokenFault; readonly said: string} | {readonly fault: null; readonly look: JoinLook};

export function readJoin(outcome: Outcome): Reading<Joined> {
	const fault = faultOf(outcome);
	if (fault !== undefined) return known({fault, said: firstLine(outcome.stderr)});
	if (outcome.kind === 'failed' && outcome.exit === joinExits.tool) {
		return unknown('tool-missing', firstLine(outcome.stderr));
	}

	const bad = notOk(outcome);
	if (bad) return bad;
	const rows = outcome.stdout.split('\n').map(line => line.split(' '));
	const of = (name: string): readonly string[] | undefined => rows.find(([first]) => first === name)?.slice(1);
	const number = (name: string): number => Number(of(name)?.[0] ?? Number.NaN);
	const server = of('server')?.[0];
	const id = of('id')?.[0];
	if (server === undefined || id === undefined) return unknown('unreadable', firstLine(outcome.stdout));
	const user = of('user')?.[0] ?? '';
	return known({
		fault: null,
		look: {
			mode: Number.parseInt(of('mode')?.[0] ?? '', 8),
			owner: number('owner'),
			changedAt: number('changed') * 1000,
			role: user.startsWith('kubelet-') ? 'worker' : user.startsWith('controller-') ? 'controller' : null,
			...{server, id},
			asked: of('exit') === undefined ? null : askedOf(rows, of),
		},
	});
}

function askedOf(
	rows: ReadonlyArray<readonly string[]>,
	of: (name: string) => readonly string[] | undefined,
): NonNullable<JoinLook['asked']> {
	const [code = '', connected = ''] = of('answer') ?? [];
	const exit = Number(of('exit')?.[0]);
	const there = Date.parse((of('date') ?? []).join(' '));
	const here = Number(of('here')?.[0]) * 1000;
	const status = Number(code);
	return {
		server: answerOf(exit, connected),
		stranger: exit === 60,
		status: status > 0 ? status : null,
		ahead: Number.isNaN(there) || Number.isNaN(here) ? null : Math.round((there - here) / 1000),
		version: of('version')?.[0] ?? null,
		ports: rows
			.filter(([first]) => first === 'port')
			.map(([, port, each, connected = '']) => ({
				port: Number(port),
				answer: answerOf(Number(each), connected),
			})),
	};
}

/**
 * Exits of curl that come only after a connection stood: the TLS handshake or the certificate failed (35, 58, 60), nothing or
 * nothing more was said (18, 52, 55, 56), not what HTTP says (1, 8). Its `time_connect` is 0 where the other side closed during the
 * handshake (seen with curl 7.88).
 */
const afterConnecting = new Set([1, 8, 18, 35, 52, 55, 56, 58, 60]);

/** By curl's exit; a connection that stood for a moment is one, whatever was said on it. */
function answerOf(exit: number, connected: string): PortAnswer {
	if (exit === 0 || Number(connected) > 0 || afterConnecting.has(exit)) return 'open';
	if (exit === 7) return 'refused';
	if (exit === 28) return 'late';
	return exit === 6 ? 'no-name' : 'other';
}

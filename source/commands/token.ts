import process from 'node:process';
import {shown} from '../command/command.js';
import * as k0s from '../command/k0s.js';
import * as system from '../command/system.js';
import {isFree} from '../host/free-file.js';
import {faultCode, whyUnwritable, writePrivate} from '../host/private-file.js';
import {decodeJoinToken, expiryOf} from './join-token.js';
import {readK0sVersion} from '../read/k0s/version.js';
import {readStorage} from '../read/k0s/storage.js';
import {readNumber} from '../read/uname.js';
import {firstLine} from '../read/reading.js';
import {redact} from '../redact/redact.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import {upkeepText, type UpkeepText} from '../text/upkeep.js';
import {cannotRun, usage, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {unseen, within} from './heed.js';
import {fileFaultWords} from './open-fault.js';
import {string, type Values} from './option.js';

const roles: readonly k0s.JoinRole[] = ['worker', 'controller'];
const roleOf = (values: Values): k0s.JoinRole => (string(values, 'role') === 'controller' ? 'controller' : 'worker');
const expiry = (values: Values): string => string(values, 'expiry') ?? '1h';

/**
 * `k0s-tui token [--role worker|controller] [--expiry 1h] [--out FILE|-]`: a join token, in a file for its owner alone. It is in no
 * argv, no log, no journal and no recording, and on a terminal only when that is asked for.
 */
export const token: HeadlessCommand = {
	name: 'token',
	options: {
		role: {
			value: roles.join('|'),
			refuse: (value, text) => (roles.some(role => role === value) ? undefined : text.cli.wanted.oneOf(roles)),
		},
		expiry: {
			value: 'TIME',
			refuse: (value, text) =>
				expiryOf(value) === undefined ? text.cli.wanted.oneOf(['30m', '1h', '2h45m']) : undefined,
		},
		out: {value: 'FILE', refuse: (value, text) => (value === '' ? text.report.file.wanted : undefined)},
	},
	positionals: {min: 0, max: 0, name: ''},
	changes: true,
	async plan(invocation, values) {
		const {text} = invocation;
		const {token: words} = await upkeepText(text);
		const refused = (await cannot(invocation, values, words)) ?? nowhere(values, words);
		if (refused) return refused;
		const out = string(values, 'out');
		const {argv} = k0s.createToken(roleOf(values), expiry(values));
		return {
			exit: 0,
			json: {commands: [{argv}]},
			lines: [
				words.does(roleOf(values), expiry(values)),
				...(out === undefined || out === '-' ? [] : [words.into(visible(out))]),
				`  $ ${shown(argv)}`,
			],
		};
	},
	async run(invocation, values): Promise<Answer> {
		const {runner, text, say, settings} = invocation;
		const {token: words} = await upkeepText(text);
		const unfit = nowhere(values, words);
		if (unfit) return unfit;
		const look = await within(
			invocation.signal,
			cannot(invocation, values, words).then(refused => ({refused})),
		);
		if (look === undefined) return unseen;
		if (look.refused) return look.refused;
		const blocked = await cannotWrite(string(values, 'out') ?? '-', settings.force, text, words);
		if (blocked) return blocked;
		const role = roleOf(values);
		const began = Date.now();
		const outcome = await runner.run(k0s.createToken(role, expiry(values)));
		if (outcome.kind !== 'ok') return failedWith(redact(firstLine(outcome.stderr)) || outcome.kind);
		const decoded = decodeJoinToken(outcome.stdout);
		if (decoded?.role !== role) return failedWith(words.noToken);
		const out = string(values, 'out') ?? '-';
		const {id, server} = decoded;
		const expires = new Date(began + (expiryOf(expiry(values)) ?? 0)).toISOString();
		const json = {role, id, server, expires, file: out === '-' ? null : out};
		if (out === '-') {
			if (isTerminal()) for (const line of [words.onTerminal, words.invalidate(id)]) say(line);
			const printed = outcome.stdout.trim();
			return {exit: 0, json: {...json, token: printed}, lines: [printed]};
		}

		const why = await writePrivate(out, `${outcome.stdout.trim()}\n`);
		if (why !== undefined) return failedWith(`${words.notWritten(out, fileFaultWords(why, text))} ${id}`);
		return {exit: 0, json, lines: told({id, server, role, out, expires}, words).map(line => visible(line))};
	},
};

const isTerminal = (): boolean => process.stdout.isTTY;

const failedWith = (message: string): Answer => ({exit: 1, json: {}, lines: [], error: {code: 'failed', message}});

/** A terminal is no place for it unless somebody says so; a pipe is. */
const nowhere = (values: Values, words: UpkeepText['token']): Answer | undefined =>
	string(values, 'out') === undefined && isTerminal() ? usage(words.noFile) : undefined;

/** A join token as k0s prints it: a gzipped kubeconfig in Base64. */
const isToken = (head: string): boolean => /^H4sI[\w+/=-]*\s*$/.test(head);

/** Before a token is made: one that cannot be kept is still good for whoever sees it. */
async function cannotWrite(
	out: string,
	force: boolean,
	text: Text,
	words: UpkeepText['token'],
): Promise<Answer | undefined> {
	if (out === '-') return undefined;
	try {
		// What is no file (a link, a pipe, a folder) stays with --force, too: the token would be lost in it.
		const free = await isFree(out, head => force || isToken(head));
		if (!free) return cannotRun('exists', words.exists(out));
		const why = await whyUnwritable(out);
		return why === undefined ? undefined : cannotRun('not-written', words.unwritable(out, fileFaultWords(why, text)));
	} catch (error) {
		return cannotRun('not-written', words.unwritable(out, fileFaultWords(faultCode(error), text)));
	}
}

const rootOf = (text: Text): string => text.install.steps.privilege.becomeRootFor('token');

/** Why no token can be made here; undefined: it can. */
async function cannot(
	{runner, text}: Invocation,
	values: Values,
	words: UpkeepText['token'],
): Promise<Answer | undefined> {
	const uid = readNumber(await runner.run(system.userId()));
	if (!uid.known || uid.value !== 0) return cannotRun('needs-root', text.install.steps.privilege.notRoot, rootOf(text));
	const storage = readStorage(await runner.run(k0s.status()));
	const refused = (message: string, hint?: string): Answer => ({
		exit: 1,
		json: {},
		lines: [],
		error: {code: 'refused', message, ...(hint === undefined ? {} : {hint})},
	});
	if (!storage.known) {
		const {reason, detail} = storage.unknown;
		const hint = detail === '' ? undefined : detail;
		if (reason !== 'not-running' && reason !== 'not-installed') {
			return refused(words.notRead([text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ')));
		}

		// The socket of a k0s that was never installed is missing like that of one that is stopped.
		const version = readK0sVersion(await runner.run(k0s.version()));
		const isAbsent = !version.known && version.unknown.reason === 'not-installed';
		return isAbsent ? refused(words.notInstalled) : refused(words.notRunning, hint);
	}

	const {role, singleNode, type} = storage.value;
	if (!role.includes('controller')) return refused(words.notController(role));
	if (singleNode) return refused(words.single, words.singleHint);
	return roleOf(values) === 'controller' && type === 'kine' ? refused(words.notJoinable(type)) : undefined;
}

type Made = {
	readonly id: string;
	readonly server: string;
	readonly role: k0s.JoinRole;
	readonly out: string;
	readonly expires: string;
};

const told = ({id, server, role, out, expires}: Made, words: UpkeepText['token']): readonly string[] => [
	words.made(role, id, server),
	words.expires(expires.slice(0, 16).replace('T', ' ')),
	words.file(out),
	words.carry,
	words.copy(out),
	words.there,
	words[role],
	words.byHand[role],
	words.oneLine,
	words.pipe(role, out),
	words.on(role, out),
	words.ports[role],
	words.after,
	words.invalidate(id),
];

import {idText, readably} from '../text/ids.js';
import process from 'node:process';
import {confirmTrial, type Confirmation} from '../install/guard-confirm.js';
import {outcomeProblem} from '../engine/problem.js';
import type {Text} from '../text/text.js';
import {visible} from '../terminal/sanitise.js';
import {cannotRun, type Answer, type HeadlessCommand} from './headless.js';
import {whoForbids} from './read-only.js';

/**
 * `k0s-tui confirm`, from a new login: keeps the firewall trial that waits for it. That it was typed there is the consent,
 * so it asks for no --yes.
 */
export const confirm: HeadlessCommand = {
	name: 'confirm',
	options: {},
	positionals: {min: 0, max: 0, name: ''},
	changes: false,
	async run({runner, text, settings}): Promise<Answer> {
		if (runner.readOnly) return cannotRun('read-only', text.cli.readOnly('confirm', whoForbids(settings, text)));
		const found = await confirmTrial(runner, process.pid);
		const {trial, kept} = found;
		if (kept) return {exit: 0, json: {trial, kept}, lines: [text.guard.confirm.kept(visible(trial ?? ''))]};
		const {code = found.why, exit = 1, message, hint} = explained(found, text);
		return {
			exit,
			json: {trial, kept},
			lines: [],
			error: {code, message, ...(hint === undefined ? {} : {hint})},
		};
	},
};

type Explained = {
	readonly code?: string;
	readonly exit?: 1 | 3;
	readonly message: string;
	readonly hint?: string;
};

function explained(found: Extract<Confirmation, {kept: false}>, text: Text): Explained {
	const words = text.guard.confirm;
	const trial = found.trial ?? '';
	switch (found.why) {
		case 'no-trial': {
			return {message: words.noTrial};
		}

		case 'rolled-back': {
			return {message: words.undone(trial)};
		}

		case 'other-boot': {
			return {message: words.over(trial)};
		}

		case 'not-ready': {
			return {message: words.notReady(trial), hint: words.again};
		}

		case 'no-login': {
			return {message: words.noLogin, hint: words.noLoginHint};
		}

		case 'old-login': {
			return {message: words.oldLogin(found.peer), hint: words.sharedHint};
		}

		case 'loopback': {
			return {message: words.loopback(found.peer), hint: words.loopbackHint};
		}

		case 'too-late': {
			return {message: words.tooLate};
		}

		case 'unreadable': {
			const {reason, detail} = found.unknown;
			if (reason === 'needs-root') return {code: reason, exit: 3, message: words.needsRoot, hint: words.becomeRoot};
			return {exit: 3, message: words.unreadable(detail || reason)};
		}

		case 'command-failed': {
			return {exit: 3, message: words.unreadable(readably(outcomeProblem(found.outcome, idText) ?? '', text))};
		}
	}
}

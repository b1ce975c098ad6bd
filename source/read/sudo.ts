import {firstLine, notOk, type Reader} from './reading.js';
import {known, unknown} from '../facts/reading.js';

/** sudo, and sudo-rs of several versions, whose words begin small or large. */
const asks = /a (?:password|terminal) is required|(?:authentication|interaction) (?:is )?required/i;

/**
 * `sudo -n true` (sudo 1.9.13, sudo-rs 0.2): true = no password is asked. `sudo: a password is required` is printed to who only needs
 * a password and to who has no right at all, so false says no more than that.
 */
export const readSudo: Reader<boolean> = outcome => {
	if (outcome.kind === 'ok') return known(true);
	if (asks.test(outcome.stderr)) return known(false);
	return notOk(outcome) ?? unknown('failed', firstLine(outcome.stderr));
};

/**
 * `sudo -V` as root: the folders of secure_path, null when it is not set. sudo-rs (0.2) and an ordinary user's sudo print
 * no settings: then it is not known.
 */
export const readSecurePath: Reader<readonly string[] | null> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const match = /^Value to override user's \$PATH with: (.*)$/m.exec(outcome.stdout);
	if (match) return known((match[1] ?? '').trim().split(':'));
	return /^Sudoers path: /m.test(outcome.stdout) ? known(null) : unknown('unreadable', firstLine(outcome.stdout));
};

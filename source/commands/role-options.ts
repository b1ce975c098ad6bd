import {roles, type Role} from '../install/role.js';
import type {InstallAnswers} from '../install/answers.js';
import type {Text} from '../text/text.js';
import {usage, type Answer} from './headless.js';
import {string, type Values} from './option.js';

/** Where a token from standard input is kept until k0s has joined: our own folder, for root alone. */
export const fromStandardInput = '-';

/** What `--role`, `--single` and `--token-file` say together, or what does not go together. */
export function roleAnswers(values: Values, text: Text): Pick<InstallAnswers, 'role' | 'tokenFile'> | Answer {
	const role = roles.find(each => each === string(values, 'role'));
	const tokenFile = string(values, 'token-file');
	const words = text.install.bad;
	if (values['single'] === true && role !== undefined && role !== 'single') return usage(words.singleRole(role));
	if (tokenFile !== undefined && !joinable(role)) return usage(words.noJoin);
	if (role === 'worker' && string(values, 'k0s-config') !== undefined) return usage(words.workerConfig);
	return {
		...(role === undefined ? {} : {role}),
		...(tokenFile === undefined ? {} : {tokenFile}),
	};
}

const joinable = (role: Role | undefined): boolean => role !== undefined && role !== 'single';

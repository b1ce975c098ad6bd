import type {OnText} from '../../text/on.js';
import {globalOptions} from '../settings.js';

/** What `k0s-tui on …` asks for. */
export type Request = {
	/** Options for ssh, as they were typed. */
	readonly ssh: readonly string[];
	readonly servers: readonly string[];
	/** Take away what was placed there. */
	readonly remove: boolean;
	/** Start it as root. */
	readonly sudo: boolean;
	/** A portable form to place, instead of one that is made here. */
	readonly archive: string | undefined;
	/** What the program on the server is given: options, the command and its words. */
	readonly words: readonly string[];
	/** Its command; undefined: the screen. */
	readonly command: string | undefined;
	readonly json: boolean;
};

/** Options of ssh that are passed on; those with a value may have it in the same word (`-p2222`). */
const withValue = 'JpiFol';
const alone = '46Cvq';

/** Options of `on` itself. They stand before COMMAND: what follows it is COMMAND's own. */
export const ownOptions = ['remove', 'sudo', 'archive'] as const;

/** Reads the words behind `on`. A sentence where they are no request. */
export function requestFrom(argv: readonly string[], text: OnText): Request | string {
	const ssh: string[] = [];
	const words: string[] = [];
	let target: string | undefined;
	let command: string | undefined;
	let archive: string | undefined;
	let remove = false;
	let sudo = false;
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] ?? '';
		const next = (): string | undefined => argv[++index];
		if (/^-[^-]/.test(word)) {
			const letter = word[1] ?? '';
			if (withValue.includes(letter)) {
				const value = word.length > 2 ? word.slice(2) : next();
				if (value === undefined || value === '') return text.needsValue(`-${letter}`);
				ssh.push(`-${letter}`, value);
			} else if (word.length === 2 && alone.includes(letter)) ssh.push(word);
			else return text.notPassedOn(word);
		} else if (word === '--remove') remove = true;
		else if (word === '--sudo') sudo = true;
		else if (word === '--archive' || word.startsWith('--archive=')) {
			archive = word === '--archive' ? next() : word.slice('--archive='.length);
			if (archive === undefined || archive === '') return text.needsValue('--archive');
		} else if (word.startsWith('--')) {
			words.push(word);
			const option = Object.hasOwn(globalOptions, word.slice(2)) ? globalOptions[word.slice(2)] : undefined;
			const value = option?.value !== undefined && !option.optional ? next() : undefined;
			if (value !== undefined) words.push(value);
		} else if (target === undefined) target = word;
		else {
			command = word;
			words.push(...argv.slice(index));
			break;
		}
	}

	if (target === undefined) return text.noServer;
	const servers = [...new Set(target.split(','))];
	const wrong = servers.find(server => !/^[^\s\p{C}-][^\s\p{C}]*$/u.test(server));
	if (wrong !== undefined) return text.noName(wrong);
	if (remove && words.length > 0 && !words.every(word => word === '--json')) return text.removeAlone;
	if (!remove && command === undefined && servers.length > 1) return text.severalNeedCommand;
	return {ssh, servers, remove, sudo, archive, words, command, json: words.includes('--json')};
}

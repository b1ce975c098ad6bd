import type {Mount} from '../facts/host.js';
import {required} from './file.js';
import type {Reader} from './reading.js';

/** /proc/self/mounts (fstab(5)): blanks in names are written as \040. */
export const readMounts: Reader<readonly Mount[]> = outcome =>
	required(outcome, text => {
		const mounts = text.split('\n').flatMap(line => {
			const [source, target, type, options] = line.split(' ').map(unescaped);
			return source !== undefined && target && type && options !== undefined
				? [{source, target, type, options: options.split(',')}]
				: [];
		});
		return mounts.length === 0 ? undefined : mounts;
	});

const unescaped = (word: string): string =>
	word.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 8)));

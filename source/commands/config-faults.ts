import type {KeyFault} from '../keys/rebind.js';
import type {Text} from '../text/text.js';
import {configKeys, placeIn, type ReadConfig} from './config-file.js';
import {nearest} from '../model/nearest.js';
import {didYouMean} from './nearest.js';

/** What the config file says that nobody knows, a sentence each with its line. `path`: the file. */
export function unknownIn(read: ReadConfig, path: string, text: Text): readonly string[] {
	if (!read.ok || read.content === null) return [];
	const {content} = read;
	return read.unknown.map(name => {
		const near = nearest(
			name,
			configKeys.map(key => key.name),
		);
		return text.cli.configFault(placeIn(path, content, [name]), text.config.unknown(name, didYouMean(near, text)));
	});
}

/** What is wrong with the keys of the config file, a sentence each with its line. */
export function keyFaultIn(fault: KeyFault, {path, content}: {path: string; content: string}, text: Text): string {
	return text.cli.configFault(placeIn(path, content, ['keys', ...fault.path]), keyFaultWords(fault, text));
}

/** The same without its place. */
export function keyFaultWords(fault: KeyFault, text: Text): string {
	const {faults} = text.config;
	switch (fault.kind) {
		case 'unknown-action':
		case 'unknown-key': {
			// One that is written with another case is meant as it is written.
			const near = fault.near.length === 1 ? fault.near[0] : nearest(fault.name, fault.near);
			return faults[fault.kind](fault.name, didYouMean(near, text));
		}

		case 'clash': {
			return faults.clash(fault.name, fault.key, fault.other, fault.table);
		}

		case 'taken-by-terminal':
		case 'is-text': {
			return faults[fault.kind](fault.name, fault.key);
		}

		default: {
			return faults[fault.kind](fault.name);
		}
	}
}

import {readRegularFile} from '../host/read-file.js';
import type {Language, Text} from '../text/text.js';
import {languages} from './settings.js';

/** What a config file can say: one JSON object. Keys that are not known are left for others. */
export type Config = {readonly lang?: Language};

export type ReadConfig =
	| {readonly ok: true; readonly config: Config}
	/** One sentence, in the language of the catalogue that it is asked with. */
	| {readonly ok: false; readonly fault: (text: Text) => string};

/** Bytes. A person wrote it. */
const mostBytes = 1024 * 1024;

/** The config file. One that was not named by a person (`named`) need not be there. */
export function readConfig(path: string | null, named: boolean): ReadConfig {
	if (path === null) return {ok: true, config: {}};
	const read = readRegularFile(path, mostBytes);
	if (!read.ok) {
		// What nobody named and nobody can read says nothing.
		return named
			? {ok: false, fault: text => text.cli.configUnread(path, text.cli.fileFaults[read.code] ?? read.code)}
			: {ok: true, config: {}};
	}

	const value = objectIn(read.text);
	if (value === undefined) return {ok: false, fault: text => text.cli.configFault(path, text.cli.configNoObject)};
	const {lang} = value;
	const known = languages.find(each => each === lang);
	if (known !== undefined) return {ok: true, config: {lang: known}};
	if (lang === undefined) return {ok: true, config: {}};
	return {ok: false, fault: text => text.cli.configFault(path, `lang: ${text.cli.wanted.oneOf(languages)}`)};
}

function objectIn(content: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(content);
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined;
	}
}

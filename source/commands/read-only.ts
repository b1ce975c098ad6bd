import process from 'node:process';
import type {Text} from '../text/text.js';
import {pathsOf} from './own.js';
import type {Settings} from './settings.js';

/** What makes this run read-only, as a person wrote it: an option, a recording, or the config file with its path. */
export function whoForbids(
	{replay, config, preferences}: Pick<Settings, 'replay' | 'config' | 'preferences'>,
	{cli}: Text,
	env: Readonly<Record<string, string | undefined>> = process.env,
): string {
	if (replay !== undefined) return '--replay';
	if (preferences.readOnly.from !== 'file') return '--read-only';
	return cli.readOnlyIn(pathsOf(env, config).config ?? '');
}

import type {Answer} from './headless.js';
import {redactFields} from '../redact/fields.js';
import {jsonText} from '../terminal/json-text.js';

type Host = {
	readonly name: string | null;
	readonly os: string | null;
	readonly kernel: string | null;
	readonly user: string | null;
	readonly simulated: boolean;
};

/** Of a command that never reached a host. */
export const noHost: Host = {name: null, os: null, kernel: null, user: null, simulated: false};

/** The one object that `--json` prints, with its line feed. `command`: its name; `cli` where none was understood. */
export const envelope = (
	command: string,
	host: Host,
	{json, error}: Pick<Answer, 'json'> & {readonly error?: Answer['error']},
): string =>
	`${jsonText({
		schema: `k0s-tui/${command}/1`,
		host,
		time: new Date().toISOString(),
		...redactFields(json),
		...(error ? redactFields({error: {command: null, hint: null, ...error}}) : {}),
	})}\n`;

import {redact, redactArgv} from './redact.js';

const isTexts = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every(word => typeof word === 'string');

/** A value with every text in it without its secrets; the same shape. */
export function redactTexts<T>(value: T): T {
	if (typeof value === 'string') return redact(value) as T;
	if (Array.isArray(value)) return value.map(redactTexts) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactTexts(each)])) as T;
}

/** Keys of what `--json` prints under which an argv stands, or a list of them. */
const commands = new Set(['argv', 'command', 'commands', 'verify', 'undo']);
/** Keys of words about a host, and of what a command is given on its standard input. */
const words = new Set(['found', 'hint', 'message', 'note', 'notes', 'because', 'input', 'inputs', 'values', 'lines']);

/** What `--json` prints, with its command lines and its findings without their secrets. */
export function redactFields<T>(value: T): T {
	if (Array.isArray(value)) return value.map(redactFields) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]: [string, unknown]) => [
			key,
			commands.has(key) ? redactCommands(each) : words.has(key) ? redactTexts(each) : redactFields(each),
		]),
	) as T;
}

function redactCommands(value: unknown): unknown {
	if (isTexts(value)) return redactArgv(value);
	if (typeof value === 'string') return redact(value);
	return Array.isArray(value) ? value.map(redactCommands) : redactFields(value);
}

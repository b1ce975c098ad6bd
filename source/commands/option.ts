import type {Text} from '../text/text.js';

/** One option. `value` is its metavariable (`SECONDS`); without it the option is a switch. */
export type Option = {
	readonly value?: string;
	/** The value may be left out, and is taken only after `=`. */
	readonly optional?: true;
	/** The words that it can be, where its metavariable does not name them: for the completion. */
	readonly words?: readonly string[];
	/** Several of them, separated by commas. */
	readonly list?: true;
	/** Undefined when the value is good, else what was wanted instead. */
	readonly refuse?: (value: string, text: Text) => string | undefined;
};

/** What an option does: in the words of its command, where they differ from command to command. */
export const optionWords = ({cli}: Text, name: string, command = ''): string =>
	cli.optionsOf[command]?.[name] ?? cli.options[name] ?? '';

export type Values = Readonly<Record<string, string | boolean | undefined>>;

export const string = (values: Values, name: string): string | undefined => {
	const value = values[name];
	return typeof value === 'string' ? value : undefined;
};

import type {Text} from '../../text/text.js';
import {argumentForms, examples} from '../examples.js';
import {configKeys} from '../config-file.js';
import {ownExits, sharedExits, spelled, synopsis} from '../help.js';
import {optionWords, type Option} from '../option.js';
import type {Described} from './words.js';

/** The man page, section 1, in the macros of man(7): groff and mandoc read them. */
export function manPage(
	commands: readonly Described[],
	globals: Readonly<Record<string, Option>>,
	text: Text,
): readonly string[] {
	const {cli, help: words} = text;
	const titles = words.man;
	const options = (table: Readonly<Record<string, Option>>, command?: string): string[] =>
		Object.entries(table).flatMap(([name, option]) => term(spelled(name, option), optionWords(text, name, command)));
	return [
		`.TH K0S\\-TUI 1 "" "k0s\\-tui"`,
		// Ragged right: options and addresses cannot be broken, and a stretched line is hard to read.
		'.ad l',
		`.SH ${titles.name}`,
		`k0s\\-tui \\- ${plain(titles.summary)}`,
		`.SH ${titles.synopsis}`,
		`.B k0s\\-tui`,
		plain(titles.synopsisOf),
		`.SH ${titles.description}`,
		plain(cli.intro),
		`.SH ${titles.commands}`,
		...commands.flatMap(command => {
			const {name: argument, max} = command.positionals;
			const forms = max === 0 ? [] : (argumentForms[argument] ?? []);
			return [
				`.SS ${plain(synopsis(command))}`,
				plain(cli.summaries[command.name] ?? ''),
				...forms.flatMap((form, index) => term(form, words.forms[argument]?.[index] ?? '')),
				...options(command.options, command.name),
				...ownExits(command.name, text).flatMap(([code, meaning]) => term(`${titles.exit} ${code}`, meaning)),
				...exampleLines(command.name, words),
			];
		}),
		`.SH ${titles.options}`,
		...options(globals),
		`.SH ${titles.configFile}`,
		plain(words.configPlace),
		...configKeys.flatMap(({name, wanted}) =>
			term(`"${name}"`, `${text.config.meanings[name] ?? ''}; ${wanted(text)}`),
		),
		`.SH ${titles.exitStatus}`,
		...sharedExits(text).flatMap(([code, meaning]) => term(code, meaning)),
		`.SH ${titles.examples}`,
		...exampleLines('', words),
	];
}

const term = (head: string, body: string): string[] => ['.TP', `.B ${plain(head)}`, plain(body)];

const exampleLines = (name: string, words: Text['help']): string[] =>
	(examples[name] ?? []).flatMap((line, index) => [
		'.PP',
		plain(words.examples[name]?.[index] ?? ''),
		'.RS',
		'.nf',
		plain(line),
		'.fi',
		'.RE',
	]);

/** No backslash, hyphen or leading dot of ours is taken for a request. */
const plain = (text: string): string => text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&');

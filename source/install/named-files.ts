import * as files from '../command/files.js';
import type {Fact} from '../fact-table/fact.js';
import type {InstallAnswers} from './answers.js';

/**
 * What the files are that a person named (`--binary`, `--airgap-bundle`, `--k0s-config`), links followed: a pipe would make
 * the tools that read it wait for ever, and a device never ends. Only those that are no regular file; a file that is not
 * there, or cannot be looked at, is told by the tool that reads it.
 */
export type NamedFiles = {readonly notFiles: ReadonlyMap<string, string>};

const namedOf = ({binary, airgapBundle, config}: InstallAnswers): readonly string[] => [
	...new Set([binary, airgapBundle, config].filter(path => path !== undefined)),
];

export const namedFacts = {
	notFiles: {
		commands: answers => namedOf(answers).map(path => files.kindFollowed(path)),
		read: (outcomes, answers) =>
			new Map(
				namedOf(answers).flatMap((path, index): ReadonlyArray<readonly [string, string]> => {
					const outcome = outcomes[index];
					const kind = outcome?.kind === 'ok' ? outcome.stdout.trim() : '';
					// `regular file`, `regular empty file`
					return kind === '' || kind.startsWith('regular') ? [] : [[path, kind]];
				}),
			),
	} satisfies Fact<NamedFiles['notFiles'], NamedFiles, InstallAnswers>,
};

/** What a named path is instead of a file, as stat calls it: `fifo`, `directory`, `character special file`. */
export const notFile = ({notFiles}: Partial<NamedFiles>, path: string | undefined): string | undefined =>
	path === undefined ? undefined : notFiles?.get(path);

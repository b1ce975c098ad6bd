import {useEffect, useState} from 'react';
import {shown, type Command} from '../../command/command.js';
import * as ip from '../../command/ip.js';
import type {Outcome} from '../../command/outcome.js';
import type {Text} from '../../text/text.js';
import type {Services} from '../services.js';
import type {RawOutput} from './rows.js';

/** What the guide runs to see the same; `name` undefined = the host. */
const commandsOf = (name: string | undefined): readonly Command[] => [
	ip.rawLinks(name),
	ip.rawAddresses(name),
	ip.rawRoutes(name),
	name === undefined ? ip.rawNamespaces() : ip.namespacePids(name),
];

/** The tools' own words, asked when the view opens and ended when it closes. `name` null: it is closed. */
export function useRaw({ask, text}: Services, name: string | undefined | null): readonly RawOutput[] {
	const [outputs, setOutputs] = useState<readonly RawOutput[]>([]);
	useEffect(() => {
		if (name === null) return undefined;
		const controller = new AbortController();
		const commands = commandsOf(name);
		setOutputs(commands.map(({argv}) => ({command: shown(argv), lines: undefined})));
		for (const [index, command] of commands.entries()) {
			void ask(command, controller.signal).then(outcome => {
				if (controller.signal.aborted) return;
				const answer = answerOf(outcome, command, text);
				setOutputs(now => now.map((output, at) => (at === index ? {...output, ...answer} : output)));
			});
		}

		return () => controller.abort();
	}, [ask, text, name]);
	return outputs;
}

/** Both streams, and in our words what they leave open. */
function answerOf(
	{kind, exit, stdout, stderr}: Outcome,
	command: Command,
	text: Text,
): Pick<RawOutput, 'lines' | 'note'> {
	const lines = `${stdout}${stderr}`.split('\n').filter(row => row !== '');
	const words = text.network;
	if (kind === 'ok') {
		if (lines.length > 0) return {lines};
		// Without root it prints nothing and says that all went well.
		return {lines, note: command.why === 'ip-netns-pids' ? words.silentPids : words.printedNothing};
	}

	if (kind === 'failed') return {lines, note: words.failed(exit ?? text.common.unknown)};
	const reasons: Partial<Record<Outcome['kind'], string>> = {
		'not-found': 'tool-missing',
		'not-permitted': 'needs-root',
	};
	return {lines, note: `(${text.common.reason[reasons[kind] ?? kind] ?? kind})`};
}

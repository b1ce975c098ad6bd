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
				const lines = wordsOf(outcome, command, text);
				setOutputs(now => now.map((output, at) => (at === index ? {...output, lines} : output)));
			});
		}

		return () => controller.abort();
	}, [ask, text, name]);
	return outputs;
}

/** Both streams, and in our words what they leave open. */
function wordsOf({kind, exit, stdout, stderr}: Outcome, command: Command, text: Text): readonly string[] {
	const printed = `${stdout}${stderr}`.split('\n').filter(row => row !== '');
	if (kind === 'ok') {
		if (printed.length > 0) return printed;
		// Without root it prints nothing and says that all went well.
		return [command.why === 'ip-netns-pids' ? text.network.silentPids : text.network.printedNothing];
	}

	const reasons: Partial<Record<Outcome['kind'], string>> = {
		'not-found': 'tool-missing',
		'not-permitted': 'needs-root',
		failed: 'failed',
	};
	const why = text.common.reason[reasons[kind] ?? kind] ?? kind;
	return [...printed, kind === 'failed' ? text.network.failed(exit ?? '?') : `(${why})`];
}

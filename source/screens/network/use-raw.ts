import {useEffect, useState} from 'react';
import {shown, type Command} from '../../command/command.js';
import * as ip from '../../command/ip.js';
import type {Outcome} from '../../command/outcome.js';
import type {Text} from '../../text/text.js';
import type {Services} from '../services.js';
import type {RawOutput} from './rows.js';
import type {Space} from './spaces.js';

/** What the guide runs to see the same, then what else ip tells. */
const commandsOf = (inside: ip.Inside): readonly Command[] => [
	ip.rawLinks(inside),
	ip.rawAddresses(inside),
	ip.rawRoutes(inside),
	...(inside === undefined ? [ip.rawNamespaces()] : []),
	...(typeof inside === 'string' ? [ip.namespacePids(inside)] : []),
	ip.rawAllRoutes(inside),
	ip.rawNeighbours(inside),
];

/** How the raw view looks into a row; null: ip has no way into it. */
export function wayInto({namespace, processes}: Space): {readonly inside: ip.Inside} | null {
	if (!namespace) return {inside: undefined};
	if (namespace.name !== null) return {inside: namespace.name};
	const pid = processes?.[0]?.pid;
	return pid === undefined ? null : {inside: pid};
}

/** The tools' own words, asked when the view opens and ended when it closes. `space` undefined: it is closed. */
export function useRaw({ask, text}: Services, space: Space | undefined): readonly RawOutput[] {
	const [outputs, setOutputs] = useState<readonly RawOutput[]>([]);
	const way = space ? wayInto(space) : null;
	const [open, inside] = [way !== null, way?.inside];
	useEffect(() => {
		if (!open) return undefined;
		const controller = new AbortController();
		const commands = commandsOf(inside);
		setOutputs(commands.map(({argv}) => ({command: shown(argv), lines: undefined})));
		for (const [index, command] of commands.entries()) {
			void ask(command, controller.signal).then(outcome => {
				if (controller.signal.aborted) return;
				const answer = answerOf(outcome, command, text);
				setOutputs(now => now.map((output, at) => (at === index ? {...output, ...answer} : output)));
			});
		}

		return () => controller.abort();
	}, [ask, text, open, inside]);
	if (!space?.processes?.length || !open) return outputs;
	return [...outputs, {command: text.network.whoseProcesses, lines: processLines(space, text), ours: true}];
}

/** Which process is which container: what the tools print has no word of it. */
function processLines({namespace, processes}: Space, text: Text): readonly string[] {
	const names = new Map((namespace?.containers ?? []).map(({id, name}) => [id, name]));
	const {unknown, none} = text.network;
	return (processes ?? []).map(({pid, command, container}) =>
		[
			String(pid).padStart(7),
			(command ?? unknown).padEnd(24),
			container === null ? none : `${container.slice(0, 12)}  ${names.get(container) ?? ''}`,
		].join('  '),
	);
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

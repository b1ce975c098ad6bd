import {useEffect, useState} from 'react';
import {shown, type Command} from '../../command/command.js';
import * as ctr from '../../command/ctr.js';
import * as k0s from '../../command/k0s.js';
import * as kubectl from '../../command/kubectl.js';
import type {Outcome} from '../../command/outcome.js';
import type {Services} from '../services.js';
import type {RawOutput} from './rows.js';
import type {SectionId} from './state.js';

/** What a person would type to see the same. */
const commandsOf = (section: SectionId): readonly Command[] => {
	switch (section) {
		case 'containers': {
			return [ctr.containers(), ctr.tasks()];
		}

		case 'images': {
			return [ctr.images()];
		}

		default: {
			return [k0s.statusText(), kubectl.nodesTable(), kubectl.allTable()];
		}
	}
};

/** The tools' own output for a section, asked when the pane opens; ended when it closes. */
export function useRaw(services: Services, section: SectionId, active: boolean): readonly RawOutput[] {
	const {ask, text} = services;
	const [outputs, setOutputs] = useState<readonly RawOutput[]>([]);
	useEffect(() => {
		if (!active) return undefined;
		const controller = new AbortController();
		const commands = commandsOf(section);
		setOutputs(commands.map(({argv}) => ({command: shown(argv), lines: undefined})));
		for (const [index, command] of commands.entries()) {
			void ask(command, controller.signal).then(outcome => {
				if (controller.signal.aborted) return;
				const lines = linesOf(outcome, text.status.raw, text.common.reason);
				setOutputs(now => now.map((output, at) => (at === index ? {...output, lines} : output)));
			});
		}

		return () => controller.abort();
	}, [ask, text, section, active]);
	return outputs;
}

function linesOf(
	{kind, exit, stdout, stderr}: Outcome,
	words: Services['text']['status']['raw'],
	reasons: Services['text']['common']['reason'],
): readonly string[] {
	const printed = `${stdout}${stderr}`.split('\n').filter((row, index, all) => row !== '' || index < all.length - 1);
	if (kind === 'ok') return printed.length === 0 ? [words.nothing] : printed;
	const why =
		kind === 'failed'
			? words.failed(String(exit ?? '?'))
			: (reasons[kind === 'not-found' ? 'tool-missing' : kind] ?? kind);
	return [...printed, why];
}

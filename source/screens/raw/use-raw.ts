import {useEffect, useState} from 'react';
import type {Services} from '../services.js';
import {answered, pending, type RawCommand, type RawOutput} from './outputs.js';

const none: readonly RawOutput[] = [];

/**
 * The tools' own output: asked when the pane opens, ended when it closes. `commands` must be the same array while they are
 * the same commands; undefined: the pane is closed.
 */
export function useRaw({ask, text}: Services, commands: readonly RawCommand[] | undefined): readonly RawOutput[] {
	const [outputs, setOutputs] = useState(none);
	useEffect(() => {
		if (!commands) return undefined;
		const controller = new AbortController();
		setOutputs(commands.map(command => pending(command, text)));
		for (const [index, command] of commands.entries()) {
			void ask(command.command, controller.signal).then(outcome => {
				if (controller.signal.aborted) return;
				const answer = answered(command, outcome, text);
				setOutputs(now => now.map((output, at) => (at === index ? answer : output)));
			});
		}

		return () => controller.abort();
	}, [ask, text, commands]);
	return commands ? outputs : none;
}

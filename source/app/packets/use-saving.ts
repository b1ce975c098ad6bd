import {useCallback, useEffect, useRef, useState} from 'react';
import type {Capture} from '../../command/tcpdump.js';
import type {PacketsText} from '../../text/packets.js';
import type {Shell} from '../shell.js';
import type {SavingState} from './watched.js';

/** Milliseconds between two looks at how much is saved. */
const beat = 300;

/** Saves packets beside the look at them; ends when the view is left. */
export function useSaving(save: Shell['savePackets']): {
	readonly state: SavingState | undefined;
	readonly start: (name: string, capture: Capture) => void;
	readonly stop: () => void;
	readonly said: (state: SavingState, words: PacketsText) => string;
} {
	const [state, setState] = useState<SavingState>();
	const running = useRef<AbortController>(undefined);
	useEffect(() => () => running.current?.abort(), []);
	const start = useCallback(
		(name: string, capture: Capture): void => {
			running.current?.abort();
			const controller = new AbortController();
			running.current = controller;
			const begun = {file: name, packets: 0, bytes: 0, running: true, full: false, fault: undefined};
			setState(begun);
			let last = 0;
			const onCount = (file: string, packets: number, bytes: number): void => {
				const now = performance.now();
				if (now - last < beat || controller.signal.aborted) return;
				last = now;
				setState({...begun, file, packets, bytes});
			};

			void save(name, capture, controller.signal, onCount).then(ended => {
				if (running.current === controller) setState({...ended, running: false});
			});
		},
		[save],
	);
	const stop = useCallback(() => running.current?.abort(), []);
	return {state, start, stop, said};
}

function said({file, packets, bytes, running, full, fault}: SavingState, words: PacketsText): string {
	const size = `${bytes} B`;
	if (fault !== undefined) return words.notWritten(file, fault);
	if (running) return words.screen.saving(file, words.count(packets), size);
	return [words.saved(file, words.count(packets), size), ...(full ? [words.full(size)] : [])].join(' ');
}

import {useCallback} from 'react';
import type {Capture} from '../../command/tcpdump.js';
import type {Services} from '../../screens/services.js';
import {runCapture, type CaptureEnd, type CaptureFailure} from '../../store/capture.js';
import {createPacketLines, type KeptPackets} from '../../store/packet-lines.js';
import {useWhileShown, type Ongoing} from './use-while-shown.js';

/** A capture as far as it came. */
export type Captured = {
	readonly kept: KeptPackets;
	/** tcpdump listens. */
	readonly listens: boolean;
	/** Undefined: it goes on. */
	readonly end: CaptureEnd | CaptureFailure | undefined;
};

const nothing: Captured = {kept: createPacketLines().get(), listens: false, end: undefined};

/** Runs it while it is on the screen; anew when `capture` is another one. */
export function useCapture(
	{ask, follow}: Pick<Services, 'ask' | 'follow'>,
	capture: Capture,
): {readonly captured: Captured; readonly stop: () => void} {
	const start = useCallback(
		(signal: AbortSignal, soon: () => void): Ongoing<Captured, CaptureEnd | CaptureFailure> => {
			const lines = createPacketLines();
			let listens = false;
			const ended = runCapture({ask, follow}, capture, {
				signal,
				onStart() {
					listens = true;
					soon();
				},
				onLine(line) {
					lines.add(line);
					soon();
				},
			});
			return {seen: end => ({kept: lines.get(), listens, end}), ended};
		},
		[ask, follow, capture],
	);
	const {seen, stop} = useWhileShown(start);
	return {captured: seen ?? nothing, stop};
}

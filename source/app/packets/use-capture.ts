import {useCallback, useEffect, useRef, useState} from 'react';
import type {Capture} from '../../command/tcpdump.js';
import type {Services} from '../../screens/services.js';
import {runCapture, type CaptureEnd, type CaptureFailure} from '../../store/capture.js';
import {createPacketLines, type KeptPackets} from '../../store/packet-lines.js';

/** Milliseconds between two looks at what came: packets are repainted no oftener. */
const beat = 200;

/** A capture as far as it came. */
export type Captured = {
	readonly kept: KeptPackets;
	/** tcpdump listens. */
	readonly listens: boolean;
	/** Undefined: it goes on. */
	readonly end: CaptureEnd | CaptureFailure | undefined;
};

const nothing: Captured = {kept: createPacketLines().get(), listens: false, end: undefined};
/** Nobody looks any more. */
const left = 'left';

/** Runs it while it is on the screen; anew when `capture` is another one. */
export function useCapture(
	{ask, follow}: Pick<Services, 'ask' | 'follow'>,
	capture: Capture | undefined,
): {readonly captured: Captured; readonly stop: () => void} {
	const [seen, setSeen] = useState<{readonly of: Capture | undefined; readonly captured: Captured}>();
	const running = useRef<AbortController>(undefined);
	useEffect(() => {
		if (!capture) return undefined;
		const controller = new AbortController();
		running.current = controller;
		const lines = createPacketLines();
		let listens = false;
		let timer: NodeJS.Timeout | undefined;
		const show = (end?: CaptureEnd | CaptureFailure): void => {
			clearTimeout(timer);
			timer = undefined;
			setSeen({of: capture, captured: {kept: lines.get(), listens, end}});
		};

		const soon = (): void => {
			timer ??= setTimeout(show, beat);
		};

		void runCapture({ask, follow}, capture, {
			signal: controller.signal,
			onStart() {
				listens = true;
				soon();
			},
			onLine(line) {
				lines.add(line);
				soon();
			},
		}).then(end => {
			if (controller.signal.reason !== left) show(end);
		});
		return () => {
			clearTimeout(timer);
			controller.abort(left);
		};
	}, [ask, follow, capture]);
	const stop = useCallback(() => running.current?.abort(), []);
	return {captured: seen && seen.of === capture ? seen.captured : nothing, stop};
}

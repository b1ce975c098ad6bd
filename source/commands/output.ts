import type {Writable} from 'node:stream';

/** Writes and tells afterwards whether all of it arrived. */
export type Output = {
	readonly write: (text: string | Uint8Array) => void;
	/** Waits for what was written; why it did not arrive, undefined: it did. */
	readonly written: () => Promise<NodeJS.ErrnoException | undefined>;
	/** Called at the first fault. */
	readonly onFault: (listener: (fault: NodeJS.ErrnoException) => void) => void;
};

/** A full disk, `/dev/full` and a reader that left are told by events: without a listener they end the process. */
export function createOutput(stream: Writable): Output {
	let fault: NodeJS.ErrnoException | undefined;
	let last = Promise.resolve();
	const listeners = new Set<(fault: NodeJS.ErrnoException) => void>();
	const failed = (error: NodeJS.ErrnoException | null | undefined): void => {
		if (!error || fault) return;
		fault = error;
		for (const listener of listeners) listener(error);
	};

	stream.on('error', failed);
	return {
		write(text) {
			if (fault) return;
			last = new Promise(resolve => {
				stream.write(text, error => {
					failed(error);
					resolve();
				});
			});
		},
		async written() {
			await last;
			return fault;
		},
		onFault(listener) {
			listeners.add(listener);
			if (fault) listener(fault);
		},
	};
}

/** `k0s-tui … | head -1`: nobody reads any more, nothing to complain about. */
export const isReaderGone = ({code}: NodeJS.ErrnoException): boolean => code === 'EPIPE';

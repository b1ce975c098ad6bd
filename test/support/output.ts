import type {Output} from '../../source/commands/output.js';

/** An output that never fails; `write` takes what is written. */
export const outputTo = (write: (text: string) => void): Output => ({
	write: chunk => write(String(chunk)),
	written: async () => undefined,
	onFault: () => undefined,
});

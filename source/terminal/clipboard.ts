/** Longest text, in bytes, that terminals take: xterm and hterm cut the Base64 form at 100,000 characters. */
const longest = 74_000;

export type Copied = 'sent' | 'too-long';

/**
 * Puts text on the clipboard of the person's own machine through the terminal (OSC 52), which works over SSH. The
 * terminal does not answer, so nobody knows whether it obeyed: show the text as well.
 */
export function copyToClipboard(
	text: string,
	send: (sequence: string) => void,
	env: Readonly<Record<string, string | undefined>> = {},
): Copied {
	const bytes = Buffer.from(text, 'utf8');
	if (bytes.length > longest) return 'too-long';
	const sequence = `\u001B]52;c;${bytes.toString('base64')}\u0007`;
	// tmux and screen keep the sequence to themselves unless it is wrapped for the terminal behind them.
	if (env['TMUX']) send(`${sequence}\u001BPtmux;\u001B${sequence}\u001B\\`);
	else if (env['TERM']?.startsWith('screen')) send(`\u001BP${sequence}\u001B\\`);
	else send(sequence);
	return 'sent';
}

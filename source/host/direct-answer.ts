/** What a question without a program gave: as the program would have printed it. */
export type DirectAnswer = {readonly exit: number; readonly stdout: string; readonly stderr: string};

export type DirectOptions = {
	/** Nobody waits any more, or the deadline has passed. */
	readonly signal: AbortSignal;
	/** Bytes of an answer; a longer one is cut there. */
	readonly maxOutput: number;
	readonly onLine: (line: string) => void;
};

/** The words of the C library for an error, as every tool prints them. */
export function errorWords(error: unknown): string {
	const {code, message} = error as {readonly code?: unknown; readonly message?: unknown};
	const words: Readonly<Record<string, string>> = {
		ENOENT: 'No such file or directory',
		ENOTDIR: 'Not a directory',
		EISDIR: 'Is a directory',
		EACCES: 'Permission denied',
		EPERM: 'Operation not permitted',
		ECONNREFUSED: 'Connection refused',
		ECONNRESET: 'Connection reset by peer',
	};
	return words[String(code)] ?? (typeof message === 'string' ? message : String(error));
}

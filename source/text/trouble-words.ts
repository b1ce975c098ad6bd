/** What a sentence about a broken pod is made of (model/pod-trouble/). */
export type TroubleWords = {
	readonly container: string | null;
	readonly init: boolean;
	readonly image: string | null;
	readonly exitCode: number | null;
	readonly signal: number | null;
	readonly restarts: number;
	readonly detail: string;
	readonly lastLine: string | null;
	readonly unread?: true;
};

/** The same of a cause that `why` names (model/why/): what it is about, and more of that. */
export type CauseWords = TroubleWords & {
	readonly subject: string;
	readonly more: string;
	/** What was missing is there now; left out: it is not, or nobody could look. */
	readonly appeared?: true;
};

/** Exit codes above 128 are a signal's: what the shell and the runtime make of one. */
export const signals: Readonly<Record<number, string>> = {
	1: 'SIGHUP',
	2: 'SIGINT',
	3: 'SIGQUIT',
	4: 'SIGILL',
	6: 'SIGABRT',
	7: 'SIGBUS',
	8: 'SIGFPE',
	9: 'SIGKILL',
	11: 'SIGSEGV',
	13: 'SIGPIPE',
	15: 'SIGTERM',
};

/** The name of what ended it: by its number, or by an exit code above 128. Undefined: no signal. */
export const signalName = ({exitCode, signal}: Pick<TroubleWords, 'exitCode' | 'signal'>): string | undefined =>
	signals[signal ?? (exitCode !== null && exitCode > 128 ? exitCode - 128 : 0)];

/** What it printed last says more than what the runtime kept. */
export const lastWords = ({lastLine, detail}: TroubleWords): string => lastLine ?? detail;

/** The scheduler's words up to where it explains preemption. */
export const schedulerWords = (detail: string): string =>
	detail.replace(/\.? (no new claims to deallocate|preemption: ).*$/s, '').replace(/^0\/1 nodes are available: 1 /, '');

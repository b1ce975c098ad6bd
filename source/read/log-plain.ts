/** Words in a service's log that carry no level of their own: Go's crashes, the loader's, systemd's about the unit. */

/** The last words of a Go program; a trace of its goroutines follows. */
export const isCrash = (text: string): boolean =>
	/^(?:panic|fatal error|fatal: morestack on g0): |^SIG[A-Z]+: |^unexpected fault address /.test(text);

/**
 * A line of such a trace (Go 1.2x): `goroutine 1 [running]:`, a call, its file behind a tab (journalctl prints blanks),
 * `created by …`, registers, the signal. Only where one is under way: by themselves some of these words mean nothing.
 */
export const isTrace = (text: string): boolean =>
	text === '' ||
	/^\s+(?:\S+:\d+(?: \+0x[\da-f]+)?\b|panic: )/.test(text) ||
	/^(?:goroutine \d+ .*:$|created by |\[signal |\[recovered|runtime stack:|PC=0x|signal arrived |instruction bytes:|exit status \d+$|\.\.\.additional frames )/.test(
		text,
	) ||
	/^(?:r\w{1,3}|[cf-g]s|x\d+|lr|sp|pc|fault|eflags|rflags)\s+0x[\da-f]+$/.test(text) ||
	/^[\w.][^\s"=]*\(.*\)$/.test(text);

const programs = [
	/^Error: /i,
	// The loader and the shell, before the program said anything.
	/: error while loading shared libraries: /,
	/: cannot execute(?: binary file)?: |: Exec format error$/,
	/^\S+: \S+: version `[^']+' not found \(required by /,
	/^(?:\S*\/)?(?:ba|da|z)?sh: .*: (?:Permission denied|not found|No such file or directory|command not found)$/,
	/^\S+: line \d+: .*(?:syntax error|command not found|Permission denied)/,
	/^(?:Segmentation fault|Illegal instruction|Bus error|Aborted|Killed)\b/,
	/^runtime: (?:out of memory|goroutine stack exceeds|program exceeds|failed to create new OS thread)/,
];

/** systemd 252 to 262 about the unit. */
const systemd = [
	/: Failed (?:with result |at step |to (?:execute|run|load|set up|spawn|locate|fork|parse|drop|create|attach|kill)\b)/,
	/: Unit configuration has fatal error|: Refusing to accept PID |: Can't open PID file /,
	/: Unable to locate executable /,
	/: (?:Main|Control) process exited, (?:.*status=(?!0\/)|code=(?:killed|dumped))/,
	/: (?:Start request repeated too quickly|Watchdog timeout|Changing to the requested working directory failed)/,
	/' timed out\. (?:Killing|Aborting)|: \S+ operation timed out\. /,
	/: A process of this unit has been killed by the OOM killer/,
	/: systemd-oomd killed \d+ process/,
	/^Failed to start |^Dependency failed for /,
];

/** The kernel's, where its lines stand among the others. */
const kernel = [/^(?:Memory cgroup out|Out) of memory: Kill|^oom-kill:|\binvoked oom-killer:/];

export const badPlain = (text: string): boolean => [...programs, ...systemd, ...kernel].some(each => each.test(text));

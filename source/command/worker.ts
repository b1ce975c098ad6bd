import {change, type Command} from './command.js';

/** The transient unit (systemd 240 and newer) in which a run works: system scope, so that no log-out ends it. */
export const workerUnit = 'k0s-tui-apply';

/** Exit code of flock when somebody else has the lock. */
export const lockHeld = 75;

/**
 * A program under a lock of the whole host: util-linux `flock` becomes it (`-F`), so that the lock lives exactly as long
 * as the program itself. Node passes no inherited descriptor on to its children, so no child of a step holds it.
 */
export const underLock = (lock: string, program: readonly string[]): readonly [string, ...string[]] => [
	'flock',
	'-n',
	'-F',
	'-E',
	String(lockHeld),
	lock,
	...program,
];

/**
 * Starts a worker that outlives us, our terminal and our login. Ended alone when it is killed (KillMode=process): a
 * command that changes the host, begun by it, is never ended midway.
 */
export const startWorker = (given: {
	readonly lock: string;
	readonly program: readonly string[];
	/** What it prints is appended here. */
	readonly log: string;
	/** Nothing secret: any user may read a unit. */
	readonly env: Readonly<Record<string, string>>;
}): Command =>
	change(
		[
			'systemd-run',
			`--unit=${workerUnit}`,
			'--collect',
			'--quiet',
			'--service-type=exec',
			'--property=KillMode=process',
			'--property=UMask=0077',
			`--property=StandardOutput=append:${given.log}`,
			`--property=StandardError=append:${given.log}`,
			...Object.entries(given.env).map(([name, value]) => `--setenv=${name}=${value}`),
			'--',
			...underLock(given.lock, given.program),
		],
		'worker-start',
		{deadline: 30_000},
	);

import type {RemedySession} from '../checks/remedy-session.js';
import type {DemoSession} from '../smoke/session.js';
import type {ResetHolder} from '../install/reset/holder.js';
import type {InstallSession} from '../install/session.js';
import type {UpkeepHolder} from '../install/upkeep/holder.js';
import type {TraceSession} from '../store/trace-session.js';

/** Work that goes on when its screen is left: made once, outside the screens. */
export type Sessions = {
	readonly install: InstallSession;
	readonly reset: ResetHolder;
	readonly upkeep: UpkeepHolder;
	readonly demo: DemoSession;
	readonly remedies: RemedySession;
	readonly trace: TraceSession;
	/** Writes the host's runbook into a file; tells in one sentence how that ended. */
	readonly report: (file: string) => Promise<string>;
};

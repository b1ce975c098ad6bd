import {describe, expect, test, vi} from 'vitest';
import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import {watchConnections, type WatchEnd} from '../../source/store/connection-watch.js';
import {createTracker} from '../../source/store/connections.js';

const entry = (id: number, state = 'ESTABLISHED'): string =>
	`ipv4     2 tcp      6 60 ${state} src=10.0.0.1 dst=10.96.0.1 sport=${id} dport=443 src=10.0.0.2 dst=10.0.0.1 sport=6443 dport=${id} [ASSURED] mark=0 use=1 id=${id}`;

type Child = {
	readonly command: Command;
	readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void;
	readonly end: (outcome: Partial<Outcome>) => void;
	readonly isOver: () => boolean;
};

/** Its children end when a test says so, or when they are aborted. */
function watch() {
	const children: Child[] = [];
	const tracker = createTracker();
	const controller = new AbortController();
	const told = {read: 0, lost: 0, end: undefined as WatchEnd | undefined};
	const follow = async (command: Command, onLine: Child['onLine'], signal: AbortSignal): Promise<Outcome> =>
		new Promise(resolve => {
			const base = {argv: command.argv, exit: 0, signal: null, stdout: '', stderr: '', stdoutCut: 0, stderrCut: 0};
			let isOver = false;
			const end = (outcome: Partial<Outcome>): void => {
				isOver = true;
				resolve({...base, kind: 'ok', startedAt: 0, ms: 1, ...outcome});
			};

			children.push({command, onLine, end, isOver: () => isOver});
			if (signal.aborted) end({kind: 'aborted', exit: null});
			signal.addEventListener('abort', () => end({kind: 'aborted', exit: null}));
		});
	const filter = {family: 4, address: '10.0.0.1', protocol: null, port: null} as const;
	const filters = [
		{...filter, side: 'source'},
		{...filter, side: 'reply-source'},
	] as const;
	void watchConnections({follow}, filters, 60, tracker, {
		signal: controller.signal,
		onRead: () => void told.read++,
		onChange() {},
		onLost: () => void told.lost++,
	}).then(end => {
		told.end = end;
	});
	const of = (word: string): Child[] => children.filter(({command}) => command.argv.includes(word));
	/** The listing that runs now says this, and ends. */
	const list = async (count: number, ...lines: readonly string[]): Promise<void> => {
		await vi.waitFor(() => expect(of('-L')).toHaveLength(count));
		for (const line of lines) of('-L').at(-1)?.onLine(line, 'stdout');
		of('-L').at(-1)?.end({});
	};

	return {
		...{tracker, told, controller, list},
		events: () => of('-E'),
		listings: () => of('-L'),
		ids: () => tracker.get().live.map(({id}) => id),
	};
}

describe('connections that are watched', () => {
	test('events are followed before the table is read: what ends meanwhile does not stay', async () => {
		const {list, events, ids, told, tracker} = watch();
		expect(events()).toHaveLength(2);
		events()[0]?.onLine(`[1.5] [DESTROY] ${entry(1)}`, 'stdout');
		events()[0]?.onLine(`[1.6] [NEW] ${entry(3, 'SYN_SENT')}`, 'stdout');
		await list(1, entry(1), entry(2));
		await list(2);
		await vi.waitFor(() => expect(told.read).toBe(1));
		expect(ids()).toEqual([2, 3]);
		expect(tracker.get().over.map(({id}) => id)).toEqual([1]);
		events()[1]?.onLine(`[2.0] [UPDATE] ${entry(3)}`, 'stdout');
		expect(tracker.get().live.at(-1)?.state).toBe('ESTABLISHED');
	});

	test('one of several that fails ends all, and is told', async () => {
		const {list, events, told} = watch();
		await list(1, entry(1));
		await list(2);
		await vi.waitFor(() => expect(told.read).toBe(1));
		events()[1]?.end({kind: 'failed', exit: 1, stderr: 'conntrack v1.4.7 (conntrack-tools): Operation failed'});
		await vi.waitFor(() => expect(told.end).toMatchObject({by: 'broken', unknown: {reason: 'failed'}}));
	});

	test('a table that may not be read is refused, and nothing is followed any more', async () => {
		const {listings, events, told} = watch();
		const stderr =
			'conntrack v1.4.7 (conntrack-tools): Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this';
		await vi.waitFor(() => expect(listings()).toHaveLength(1));
		listings()[0]?.end({kind: 'failed', exit: 1, stderr});
		await vi.waitFor(() => expect(told.end).toMatchObject({by: 'unread', unknown: {reason: 'needs-root'}}));
		expect([told.read, listings().length, events().map(({isOver}) => isOver())]).toEqual([0, 1, [true, true]]);
	});

	test('events that were lost are told; the end of the time and of us is no failure', async () => {
		const first = watch();
		first.events()[0]?.onLine('WARNING: We have hit ENOBUFS! We are losing events.', 'stderr');
		expect(first.told.lost).toBe(1);
		await first.list(1);
		await first.list(2);
		for (const child of first.events()) child.end({kind: 'failed', exit: 124});
		await vi.waitFor(() => expect(first.told.end).toEqual({by: 'time'}));
		const second = watch();
		await second.list(1);
		second.controller.abort();
		await vi.waitFor(() => expect(second.told.end).toEqual({by: 'stopped'}));
	});
});

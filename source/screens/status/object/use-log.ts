import {useEffect, useState} from 'react';
import * as kubectl from '../../../command/kubectl.js';
import type {Outcome} from '../../../command/outcome.js';
import {createLogLines, mostLines, timed} from './log-lines.js';
import type {Services} from '../../services.js';
import {markOf, type Stream} from './streams.js';

/** Milliseconds between two looks at what came: a log is repainted no oftener. */
const beat = 100;

export type LogWish = {
	readonly streams: readonly Stream[];
	readonly previous: boolean;
	readonly times: boolean;
	readonly since: number | null;
};

/** How one of the logs ended; `why` '': as any log ends. */
export type Ended = {readonly mark: string; readonly container: string; readonly why: string};

export type Log = {readonly lines: readonly string[]; readonly lost: number; readonly ended: readonly Ended[]};
const nothing: Log = {lines: [], lost: 0, ended: []};

const whyOf = ({kind, stderr}: Outcome): string => (kind === 'ok' ? '' : stderr.trim() || kind);

/** The logs of one or several containers, followed while the pane is open; `wish` must be the same while it is the same. */
export function useLog({follow}: Services, wish: LogWish | undefined): Log {
	const [log, setLog] = useState(nothing);
	useEffect(() => {
		if (!wish) return undefined;
		const controller = new AbortController();
		const lines = createLogLines();
		const ended: Ended[] = [];
		let timer: NodeJS.Timeout | undefined;
		const tell = (): void => {
			timer ??= setTimeout(() => {
				timer = undefined;
				setLog({lines: lines.get(), lost: lines.lost, ended: [...ended]});
			}, beat);
		};

		setLog(nothing);
		const {streams, previous, times, since} = wish;
		/** Several logs are put in order by their times, shown or not. */
		const joined = streams.length > 1;
		for (const stream of streams) {
			const mark = markOf(stream, streams);
			const options = {
				...{...stream, tail: Math.floor(mostLines / 2), previous, timestamps: times || joined},
				...(since !== null && {since}),
			};
			const command = previous ? kubectl.podLog(options) : kubectl.followLog(options);
			const onLine = (line: string): void => {
				if (line === '') return;
				if (joined) {
					const {time, text} = timed(line);
					lines.add(`${mark}${times ? line : text}`, time);
				} else lines.add(line);
				tell();
			};

			void follow(command, onLine, controller.signal).then(outcome => {
				if (controller.signal.aborted) return;
				if (previous) for (const line of outcome.stdout.split('\n')) onLine(line);
				ended.push({mark, container: stream.container, why: whyOf(outcome)});
				tell();
			});
		}

		return () => {
			clearTimeout(timer);
			controller.abort();
		};
	}, [follow, wish]);
	return log;
}

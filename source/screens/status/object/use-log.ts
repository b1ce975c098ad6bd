import {useEffect, useState} from 'react';
import * as kubectl from '../../../command/kubectl.js';
import {mostLines, createLogLines} from './log-lines.js';
import type {Services} from '../../services.js';

/** Milliseconds between two looks at what came: a log is repainted no oftener. */
const beat = 100;

export type LogWish = {
	readonly namespace: string;
	readonly pod: string;
	readonly containers: readonly string[];
	readonly previous: boolean;
	readonly times: boolean;
	readonly since: number | null;
};

export type Log = {readonly lines: readonly string[]; readonly lost: number; readonly ended: readonly string[]};
const nothing: Log = {lines: [], lost: 0, ended: []};

/** The log of one or several containers, followed while the pane is open; `wish` must be the same while it is the same. */
export function useLog({follow}: Services, wish: LogWish | undefined): Log {
	const [log, setLog] = useState(nothing);
	useEffect(() => {
		if (!wish) return undefined;
		const controller = new AbortController();
		const lines = createLogLines();
		const ended: string[] = [];
		let timer: NodeJS.Timeout | undefined;
		const tell = (): void => {
			timer ??= setTimeout(() => {
				timer = undefined;
				setLog({lines: lines.get(), lost: lines.lost, ended: [...ended]});
			}, beat);
		};

		setLog(nothing);
		const {namespace, pod, containers, previous, times, since} = wish;
		for (const container of containers) {
			const mark = containers.length > 1 ? `[${container}] ` : '';
			const options = {
				...{namespace, pod, container, tail: Math.floor(mostLines / 2), previous, timestamps: times},
				...(since !== null && {since}),
			};
			const command = previous ? kubectl.podLog(options) : kubectl.followLog(options);
			const onLine = (line: string): void => {
				if (line === '') return;
				lines.add(`${mark}${line}`);
				tell();
			};

			void follow(command, onLine, controller.signal).then(({kind, stderr, stdout}) => {
				if (controller.signal.aborted) return;
				if (previous) for (const line of stdout.split('\n')) onLine(line);
				ended.push(`${mark}${kind === 'ok' ? '' : stderr.trim() || kind}`.trim());
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

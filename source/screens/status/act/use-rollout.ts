import {useEffect, useRef, useState} from 'react';
import {rolloutStatus} from '../../../command/kubectl-change.js';
import type {ObjectName} from '../../../command/kubectl.js';
import type {Services} from '../../services.js';
import {rolloutEnd, type RolloutEnd} from './rollout.js';

/** Follows a restart until kubectl tells how it ended; gives what it said last. Undefined: nothing is followed. */
export function useRollout(
	{follow}: Services,
	object: ObjectName | undefined,
	desired: number | undefined,
	onEnd: (end: RolloutEnd) => void,
): string {
	const [said, setSaid] = useState('');
	const latest = useRef({desired, onEnd});
	useEffect(() => {
		latest.current = {desired, onEnd};
	});
	const {what, kind, namespace, name} = object ?? {};
	useEffect(() => {
		if (what === undefined || kind === undefined || namespace === undefined || name === undefined) return undefined;
		const controller = new AbortController();
		const lines: string[] = [];
		const onLine = (line: string): void => {
			lines.splice(0, lines.length, line);
			setSaid(line);
		};

		void follow(rolloutStatus({what, kind, namespace, name}), onLine, controller.signal).then(outcome => {
			if (controller.signal.aborted) return;
			// What was told line by line is not in the outcome.
			const stdout = [outcome.stdout, ...lines].join('\n');
			latest.current.onEnd(rolloutEnd({...outcome, stdout}, latest.current.desired));
		});
		return () => controller.abort();
	}, [follow, what, kind, namespace, name]);
	return said;
}

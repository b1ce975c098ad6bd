import {useCallback, useEffect, useRef, useState} from 'react';
import type {Command} from '../../command/command.js';
import type {Outcome} from '../../command/outcome.js';
import type {Reading} from '../../facts/reading.js';
import type {Answered} from '../../model/reach/answer.js';
import type {ReachWorld} from '../../model/reach/facts.js';
import {parsePlace} from '../../model/reach/place.js';
import {askReach} from '../../store/reach.js';
import {probeFlow, type Probed} from '../../store/reach-probe.js';
import {reachScreenText} from '../../text/reach-screen.js';
import {reachText} from '../../text/reach.js';
import type {Language, Text} from '../../text/text.js';
import type {Words} from './path-rows.js';

export type Ask = (command: Command, signal?: AbortSignal) => Promise<Outcome>;

/** The sentences, loaded when the view opens. */
export function useWords(language: Language, text: Text): Words | undefined {
	const [words, setWords] = useState<Words>();
	useEffect(() => {
		let isOpen = true;
		void Promise.all([reachScreenText(language), reachText(language)]).then(([screen, reach]) => {
			if (isOpen) setWords({screen, reach, text});
		});
		return () => {
			isOpen = false;
		};
	}, [language, text]);
	return words;
}

/** What every answer rests on, read once while the view is open and again when somebody asks for it. */
export function useWorld(read: (signal: AbortSignal) => Promise<Reading<ReachWorld>>): {
	readonly world: Reading<ReachWorld> | undefined;
	readonly again: () => void;
} {
	const [world, setWorld] = useState<Reading<ReachWorld>>();
	const [turn, setTurn] = useState(0);
	useEffect(() => {
		const controller = new AbortController();
		setWorld(undefined);
		void read(controller.signal).then(found => {
			if (!controller.signal.aborted) setWorld(found);
		});
		return () => controller.abort();
	}, [read, turn]);
	return {world, again: useCallback(() => setTurn(now => now + 1), [])};
}

export type Question = {readonly from: string; readonly to: string};

/** The answer to one question; undefined: it is being looked for. */
export function useAnswer(
	world: ReachWorld | undefined,
	question: Question | undefined,
	ask: Ask,
): Answered | undefined {
	const [answer, setAnswer] = useState<Answered>();
	const {from, to} = question ?? {};
	useEffect(() => {
		setAnswer(undefined);
		const sender = from === undefined ? undefined : parsePlace(from);
		const target = to === undefined ? undefined : parsePlace(to);
		if (!world || !sender || !target) return undefined;
		const controller = new AbortController();
		const {signal} = controller;
		void askReach(world, {from: sender, to: target, port: null, protocol: null}, async command =>
			ask(command, signal),
		).then(({answered}) => {
			if (!signal.aborted) setAnswer(answered);
		});
		return () => controller.abort();
	}, [world, from, to, ask]);
	return answer;
}

/** So many packets of one question are sent at most: as the command does. */
export const mostProbes = 32;

export type Probing = {readonly of: Answered; readonly done: readonly Probed[]; readonly running: boolean};

/** Sends what was agreed to, one packet after the other; stops when the view closes. */
export function useProbe(ask: Ask): {
	readonly probing: Probing | undefined;
	readonly send: (answered: Answered) => void;
} {
	const [probing, setProbing] = useState<Probing>();
	const running = useRef<AbortController>(undefined);
	useEffect(() => () => running.current?.abort(), []);
	const send = useCallback(
		(answered: Answered): void => {
			running.current?.abort();
			const controller = new AbortController();
			running.current = controller;
			const {signal} = controller;
			void (async () => {
				const done: Probed[] = [];
				setProbing({of: answered, done, running: true});
				for (const reached of answered.results.slice(0, mostProbes)) {
					done.push(await probeFlow(reached, async command => ask(command, signal), true));
					if (signal.aborted) return;
					setProbing({of: answered, done: [...done], running: true});
				}

				setProbing({of: answered, done, running: false});
			})();
		},
		[ask],
	);
	return {probing, send};
}

import {useEffect, useState} from 'react';
import type {Summary} from '../checks/source.js';
import type {Text} from '../text/text.js';
import {jobWords, type Job} from '../screens/jobs.js';
import type {Services} from '../screens/services.js';
import {usePaused, useSource} from '../store/use-source.js';
import {idleSource, type Source} from '../store/source.js';
import {verdictText} from '../text/verdict.js';
import {ageWord, dateWord} from './age.js';
import {jobMarks, type HeaderFacts} from './header.js';

/** What the header says. Its age is a word while data is fresh, so that a quiet screen writes no byte. */
export function useHeaderFacts(
	services: Services,
	source: Source<unknown> | undefined,
	isRoot: boolean,
	jobs: readonly Job[],
): HeaderFacts {
	const {text, sources, pacer, kind, readOnly, recordedAt, recordedHidden = 0} = services;
	const identity = useSource(sources.identity);
	const verdict = useSource(sources.verdict);
	const {value: counts} = useSource(sources.checks.summary);
	const paused = usePaused(pacer);
	const age = useAge(services, source ?? idleSource);
	const badges = [
		kind === 'simulated' ? text.app.simulated : kind === 'recorded' ? text.app.recorded : '',
		recordedHidden > 0 ? text.app.hidden(recordedHidden) : '',
		readOnly ? text.app.readOnly : '',
		paused ? text.app.paused : '',
		isRoot || kind !== 'local' ? '' : text.app.notRoot,
	].filter(Boolean);
	return {
		host: identity.value?.name ?? null,
		version: verdict.value?.version ?? null,
		verdict: verdict.value
			? {
					mark: verdict.value.mark,
					word: verdictText(text.status, verdict.value),
					short: verdictText(text.status, verdict.value, true),
				}
			: null,
		problems: counts ? problemsOf(counts, text) : null,
		badges,
		job: jobs[0] ? {mark: jobMarks[jobs[0].state], word: jobWords(jobs[0], text)} : null,
		// What is paused, or was recorded, is not live, however young it is.
		age: paused ? '' : recordedAt === undefined ? age : dateWord(recordedAt),
	};
}

/** The worst kind only: the screen itself has the rest. */
function problemsOf({fail, warn}: Summary, {checks}: Text): HeaderFacts['problems'] {
	if (fail > 0) return {mark: 'fail', word: checks.headerFailed(fail)};
	return warn > 0 ? {mark: 'warn', word: checks.headerWarned(warn)} : null;
}

/** Looks again only when the word may have become another one. */
function useAge({text, pacer}: Services, source: Source<unknown>): string {
	const [word, setWord] = useState('');
	useEffect(() => {
		let timer: NodeJS.Timeout | undefined;
		// Told ten times a second where much changes: while the word is the same nothing is drawn.
		const update = () => {
			clearTimeout(timer);
			const last = source.get().at;
			if (last === undefined) {
				setWord('');
				return;
			}

			const now = ageWord(text, {at: last, now: Date.now(), fresh: pacer.interval * 3});
			setWord(now.word);
			timer = setTimeout(update, Math.max(100, now.stays));
		};

		update();
		const leave = source.subscribe(update);
		return () => {
			leave();
			clearTimeout(timer);
		};
	}, [text, source, pacer]);
	return word;
}

import type {Kernel} from '../facts/host.js';
import {firstLine, notOk, type Reader} from './reading.js';
import {known, unknown} from '../facts/reading.js';

/** `uname -srm`: `Linux 6.12.0-124.el10.x86_64 x86_64`. */
export const readKernel: Reader<Kernel> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const [system, release, machine] = firstLine(outcome.stdout).split(/\s+/);
	return system && release && machine
		? known({system, release, machine})
		: unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
};

/** One word on one line: `uname -n`, `hostnamectl --static`, `stat -f -c %T`, /proc/1/comm. */
export const readWord: Reader<string> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const word = firstLine(outcome.stdout);
	return word === '' ? unknown('unreadable', '') : known(word);
};

/** One whole number: `id -u`, `nproc`. */
export const readNumber: Reader<number> = outcome => {
	const word = readWord(outcome);
	if (!word.known) return word;
	return /^\d+$/.test(word.value) ? known(Number(word.value)) : unknown('unreadable', word.value.slice(0, 200));
};

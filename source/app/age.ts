import type {Text} from '../text/text.js';

const second = 1000;
const minute = 60 * second;

/**
 * What the header says of data that was read at `at` (milliseconds since the epoch), and for how many milliseconds that
 * stays so. A word while it is not older than `fresh`, then steps of five seconds, then minutes: a screen that is left
 * open draws nothing every second.
 */
export function ageWord(
	{app}: Text,
	{at, now, fresh}: {readonly at: number; readonly now: number; readonly fresh: number},
): {readonly word: string; readonly stays: number} {
	const age = Math.max(0, now - at);
	const step = age < minute ? 5 * second : minute;
	const told = Math.floor(age / step) * step;
	if (age <= fresh || told === 0) return {word: app.live, stays: Math.max(fresh + 1, 5 * second) - age};
	return {word: app.ageSeconds(told / second), stays: told + step - age};
}

const two = (part: number): string => String(part).padStart(2, '0');

/** `2026-11-30 06:20`: when a recording was made, in the time zone of whoever looks. Milliseconds since the epoch. */
export function dateWord(milliseconds: number): string {
	const at = new Date(milliseconds);
	const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
	return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

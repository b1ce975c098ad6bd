/** Names in a row; of many, the first and how many more. */
export const list = (names: readonly string[], most = 6): string =>
	names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');

/** `1 second`, `3 seconds`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A time for people: `45 seconds`, `3 hours`. */
export const span = (seconds: number): string =>
	seconds < 120
		? counted(seconds, 'second')
		: seconds < 7200
			? counted(Math.round(seconds / 60), 'minute')
			: seconds < 172_800
				? counted(Math.round(seconds / 3600), 'hour')
				: counted(Math.round(seconds / 86_400), 'day');

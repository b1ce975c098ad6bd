const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** `5m` with `30s`, or `5m` alone when the smaller unit is zero. */
const two = (large: number, unit: string, small: number, smaller: string): string =>
	small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smaller}`;

/**
 * A duration as kubectl writes AGE (HumanDuration of k8s.io/apimachinery 1.34): two units while young, one when old.
 * 86 s is `86s`, 12 min `12m`, 119 min `119m`, 51 h `2d3h`. Up to 2 s in the future is `0s`; more is `<invalid>`.
 */
export function formatAge(milliseconds: number): string {
	const whole = (unit: number, within = Number.POSITIVE_INFINITY): number => Math.floor(milliseconds / unit) % within;
	if (!Number.isFinite(milliseconds) || milliseconds <= -2 * second) return '<invalid>';
	if (milliseconds < 0) return '0s';
	if (milliseconds < 2 * minute) return `${whole(second)}s`;
	if (milliseconds < 10 * minute) return two(whole(minute), 'm', whole(second, 60), 's');
	if (milliseconds < 3 * hour) return `${whole(minute)}m`;
	if (milliseconds < 8 * hour) return two(whole(hour), 'h', whole(minute, 60), 'm');
	if (milliseconds < 2 * day) return `${whole(hour)}h`;
	if (milliseconds < 8 * day) return two(whole(day), 'd', whole(hour, 24), 'h');
	if (milliseconds < 2 * year) return `${whole(day)}d`;
	if (milliseconds < 8 * year) return two(whole(year), 'y', whole(day, 365), 'd');
	return `${whole(year)}y`;
}

/** The AGE of something made at `createdAt` (ISO 8601), seen at `now` (milliseconds since the epoch); null: not known. */
export function ageOf(createdAt: string | null, now: number): string | null {
	const at = createdAt === null ? Number.NaN : Date.parse(createdAt);
	return Number.isNaN(at) ? null : formatAge(now - at);
}

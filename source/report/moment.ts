/** A moment as a report writes it: `2026-11-23 07:20:11 UTC`. */
export const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** How long something took: `12 ms`, `1.2 s`, `75 s`. */
export const duration = (ms: number): string => {
	if (ms < 1000) return `${Math.round(ms)} ms`;
	return `${ms < 10_000 ? (ms / 1000).toFixed(1) : Math.round(ms / 1000)} s`;
};

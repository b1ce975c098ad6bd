const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Numbers as a line of bars, the newest on the right, one column each and exactly `width` of them: `▁▂▅█`. `top`: what is as
 * high as a bar can be; null: nobody knows, a blank. Zero is the lowest bar.
 */
export function spark(values: ReadonlyArray<number | null>, top: number, width: number): string {
	const shown = width > 0 ? values.slice(-width) : [];
	const drawn = shown.map(value => {
		if (value === null) return ' ';
		const share = top > 0 ? Math.min(1, Math.max(0, value / top)) : 0;
		return bars[Math.min(bars.length - 1, Math.floor(share * bars.length))] ?? bars[0];
	});
	return drawn.join('').padStart(width);
}

/** The highest of them, and never less than `least`: so that what hardly moves is not drawn as a peak. */
export const topOf = (values: ReadonlyArray<number | null>, least: number): number =>
	values.reduce<number>((top, value) => Math.max(top, value ?? 0), least);

const factors: Readonly<Record<string, number>> = {
	...{n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18},
	...{Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60},
};

/** A Quantity of the API (`250m`, `3894784Ki`, `1e3`, `0.5`) as a number: cores, bytes, pieces. Null: it is none. */
export function quantityOf(value: unknown): number | null {
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	if (typeof value !== 'string') return null;
	const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(value);
	if (!match) return null;
	const factor = factors[match[3] ?? ''];
	return factor === undefined ? null : Number(`${match[1] ?? ''}${match[2] ?? ''}`) * factor;
}

/** Cores as kubectl prints them: `250m`, `1.5`; of less than a thousandth `<1m`. */
export function coresText(cores: number): string {
	if (cores > 0 && cores < 0.001) return '<1m';
	if (cores < 1) return `${Math.round(cores * 1000)}m`;
	return String(Math.round(cores * 10) / 10);
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes as ctr writes SIZE: powers of 1024 with one decimal (`14.5 MiB`); whole bytes below 1 KiB. */
export function formatBytes(bytes: number): string {
	let value = bytes;
	let unit = 0;
	// 1023.96 would be written 1024.0: already the next unit.
	while (value >= 1023.95 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}

	return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

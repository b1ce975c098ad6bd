import {quantityOf} from '../read/quantity.js';

const seconds: Readonly<Record<string, number>> = {y: 31_536_000, d: 86_400, h: 3600, m: 60, s: 1};

/** `2d3h`, `5m30s` as kubectl prints a duration, in seconds; `5m30s (x3 over 10m)` is the first of them. Null: it is none. */
function durationOf(cell: string): number | null {
	const [first = ''] = cell.split(' ');
	if (!/^(?:\d+[ydhms])+$/.test(first)) return null;
	return [...first.matchAll(/(\d+)([ydhms])/g)].reduce(
		(sum, [, count, unit]) => sum + Number(count) * (seconds[unit ?? ''] ?? 0),
		0,
	);
}

/** Columns whose cells are durations: `5m` is no five thousandths there. */
const durations = /^(?:AGE|LAST SEEN|FIRST SEEN|DURATION|LAST SCHEDULE)$/;
const nothing = /^<(?:none|unknown|unset|invalid)>$/;

/** What a cell is sorted by: ages, quantities and numbers as such, `<none>` last. */
export function cellValue(title: string, cell: string): number | string | null {
	if (cell === '' || nothing.test(cell)) return null;
	if (durations.test(title)) return durationOf(cell);
	return quantityOf(cell) ?? cell;
}

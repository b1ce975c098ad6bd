import {blank, bold, dim, line, type Line, type Span} from '../../components/line.js';
import {cutMiddle, displayWidth, pad} from '../../components/width.js';

const between = '   ';

/**
 * What the numbers of the columns stand for, below a matrix that leaves room for it: side by side as they fit, the
 * chosen one among them. Fewer than two rows of room: nothing.
 */
export function legendLines(
	targets: readonly string[],
	chosen: number,
	{width, height}: {readonly width: number; readonly height: number},
): readonly Line[] {
	if (height < 2) return [];
	const digits = String(targets.length).length;
	const widest = Math.max(...targets.map(target => displayWidth(target)));
	// Two side by side at least.
	const own = Math.min(widest, Math.max(8, Math.floor((width - between.length) / 2) - digits - 1));
	const across = Math.max(1, Math.floor((width + between.length) / (digits + 1 + own + between.length)));
	const rows = Math.ceil(targets.length / across);
	const room = Math.min(rows, height - 1);
	// By columns, as `ls` lists: what is near in the matrix is near here.
	const from = Math.max(0, Math.min((chosen % rows) - Math.floor(room / 2), rows - room));
	const entryAt = (row: number, column: number): readonly Span[] => {
		const at = column * rows + row;
		const target = targets[at];
		if (target === undefined) return [];
		const text = pad(cutMiddle(target, own), own);
		const gap = column === 0 ? '' : between;
		return [dim(`${gap}${String(at + 1).padStart(digits)} `), at === chosen ? bold(text) : dim(text)];
	};

	return [
		blank,
		...Array.from({length: room}, (_, row) =>
			line(...Array.from({length: across}, (_, column) => entryAt(from + row, column)).flat()),
		),
	];
}

import xterm from '@xterm/headless';

/** One cell as a person sees it. Colours are `default`, `palette N` or `rgb RRGGBB`. */
export type Cell = {
	readonly text: string;
	readonly width: number;
	readonly foreground: string;
	readonly background: string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
	readonly strike: boolean;
};

/** An emulated terminal: bytes in, a screen of cells out. */
export type Emulator = {
	readonly columns: number;
	readonly rows: number;
	write(data: string): void;
	/** Settles when every byte written so far is on the screen. */
	settled(): Promise<void>;
	resize(columns: number, rows: number): void;
	/** The visible text; trailing blanks and empty lines at the end are cut. */
	text(): string;
	lines(): string[];
	cells(): Cell[][];
	isAlternate(): boolean;
	isCursorHidden(): boolean;
	/** What the terminal answers to questions of the program. */
	onAnswer(listener: (data: string) => void): void;
	readonly cursor: {readonly x: number; readonly y: number};
};

export function createEmulator(columns: number, rows: number): Emulator {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 500});
	let cursorHidden = false;
	for (const [final, hidden] of [
		['l', true],
		['h', false],
	] as const) {
		terminal.parser.registerCsiHandler({prefix: '?', final}, parameters => {
			if (parameters.includes(25)) cursorHidden = hidden;
			return false;
		});
	}

	const lines = (): string[] => {
		const buffer = terminal.buffer.active;
		return Array.from(
			{length: terminal.rows},
			(_, y) => buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '',
		);
	};

	return {
		get columns() {
			return terminal.cols;
		},
		get rows() {
			return terminal.rows;
		},
		get cursor() {
			return {x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY};
		},
		write(data) {
			terminal.write(data);
		},
		async settled() {
			await new Promise<void>(resolve => {
				terminal.write('', resolve);
			});
		},
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
		},
		lines,
		text: () => lines().join('\n').replace(/\n+$/, ''),
		cells() {
			const buffer = terminal.buffer.active;
			return Array.from({length: terminal.rows}, (_, y) => {
				const line = buffer.getLine(buffer.viewportY + y);
				return Array.from({length: terminal.cols}, (_unused, x) => {
					const cell = line?.getCell(x);
					if (!cell) throw new Error(`no cell ${x},${y}`);
					return {
						text: cell.getChars(),
						width: cell.getWidth(),
						foreground: color(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
						background: color(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
						bold: cell.isBold() !== 0,
						dim: cell.isDim() !== 0,
						italic: cell.isItalic() !== 0,
						underline: cell.isUnderline() !== 0,
						inverse: cell.isInverse() !== 0,
						strike: cell.isStrikethrough() !== 0,
					};
				});
			});
		},
		isAlternate: () => terminal.buffer.active.type === 'alternate',
		isCursorHidden: () => cursorHidden,
		onAnswer(listener) {
			terminal.onData(listener);
		},
	};
}

function color(isDefault: boolean, isRgb: boolean, value: number): string {
	if (isDefault) return 'default';
	return isRgb ? `rgb ${value.toString(16).padStart(6, '0')}` : `palette ${value}`;
}

/** A cell as it looks: what cannot be seen on a blank (its letter colour, its weight) does not count. */
export function looks(cell: Cell): string {
	const isBlank = cell.text === '' || cell.text === ' ';
	if (!isBlank) return JSON.stringify(cell);
	const {background, underline, inverse, strike, foreground} = cell;
	return JSON.stringify({
		blank: true,
		background,
		underline,
		inverse,
		strike,
		...(underline || inverse || strike ? {foreground} : {}),
	});
}

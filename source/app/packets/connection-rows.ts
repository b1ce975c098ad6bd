import {countText, stateText} from '../../commands/conntrack-lines.js';
import {endpointText} from '../../commands/packets-lines.js';
import {bold, dim, line, span, type Line, type Style} from '../../components/line.js';
import {rowsOf, stacked, type Rows} from '../../components/rows.js';
import {displayWidth, pad} from '../../components/width.js';
import type {Connection} from '../../facts/connections.js';
import type {Tracked} from '../../store/connections.js';
import type {PacketsText} from '../../text/packets.js';

/** Both ways of a connection, a column each; where NAT changed one it is marked. */
const columns = ['protocol', 'state', 'timeout', 'from', 'to', 'answeredBy', 'answerTo', 'packets'] as const;
type Cells = Record<(typeof columns)[number], string>;

/** `tcp  ESTABLISHED  86390 s  10.244.0.4:5 > …`, a row a connection: those that began last above, those that ended below. */
export type ConnectionRows = {readonly head: Line; readonly rows: Rows};

export function connectionRows(
	{live, over}: Tracked,
	unansweredOnly: boolean,
	isNarrow: boolean,
	words: PacketsText,
): ConnectionRows {
	const own = words.connectionsPane;
	const chosen = (all: readonly Connection[]): readonly Connection[] =>
		unansweredOnly ? all.filter(({replied}) => !replied) : all;
	const now = chosen(live).toReversed();
	const gone = chosen(over);
	const cells = new Map(now.map(each => [each, cellsOf(each, words)]));
	for (const each of gone) cells.set(each, {...cellsOf(each, words), state: own.ended});
	const widths = new Map(
		columns.map(column => [
			column,
			[...cells.values()].reduce(
				(most, each) => Math.max(most, displayWidth(each[column])),
				displayWidth(own.columns[column]),
			),
		]),
	);
	const gap = isNarrow ? ' ' : '  ';
	const padded = (texts: Cells, column: keyof Cells): string =>
		column === 'packets' ? texts[column] : pad(texts[column], widths.get(column) ?? 0) + gap;
	const rowOf = (connection: Connection, isOver: boolean): Line => {
		const texts = cells.get(connection) ?? cellsOf(connection, words);
		return line(
			...columns.map(column => span(padded(texts, column), isOver ? {dim: true} : styleOf(connection, column))),
		);
	};

	return {
		head: line(
			bold(
				columns
					.map(column => padded(own.columns, column))
					.join('')
					.trimEnd(),
			),
		),
		rows: stacked([
			{length: now.length, at: at => rowAt(now, at, false)},
			rowsOf(gone.length > 0 ? [line(dim(own.endedWhile))] : []),
			{length: gone.length, at: at => rowAt(gone, at, true)},
		]),
	};

	function rowAt(all: readonly Connection[], at: number, isOver: boolean): Line {
		const connection = all[at];
		return connection ? rowOf(connection, isOver) : [];
	}
}

const cellsOf = (connection: Connection, words: PacketsText): Cells => ({
	protocol: connection.protocol,
	state: stateText(connection, words),
	timeout: connection.timeout === null ? '' : `${connection.timeout} s`,
	from: endpointText(connection.original.from),
	to: endpointText(connection.original.to),
	answeredBy: endpointText(connection.reply.from),
	answerTo: endpointText(connection.reply.to),
	packets: countText(connection),
});

function styleOf({replied, dnat, snat}: Connection, column: keyof Cells): Style | undefined {
	switch (column) {
		case 'state': {
			return replied ? undefined : {color: 'yellow'};
		}

		case 'answeredBy': {
			return dnat ? {color: 'cyan', bold: true} : {dim: true};
		}

		case 'answerTo': {
			return snat ? {color: 'cyan', bold: true} : {dim: true};
		}

		default: {
			return undefined;
		}
	}
}

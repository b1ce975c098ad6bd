import {continued, facts, wrap} from '../../../components/blocks.js';
import {blank, bold, dim, line, plain, type Line} from '../../../components/line.js';
import {displayWidth} from '../../../components/width.js';
import type {ServerRow, ServerTable} from '../../../facts/browse.js';
import {objectFacts} from './rows.js';

/** Who it is, then all that the server told of its row. */
const head = ({namespace, name}: ServerRow): Line => line(dim(namespace === null ? '' : `${namespace}/`), bold(name));

/** In the list's place: nothing is cut that fits on a line of its own. */
export const objectPage = (table: ServerTable, row: ServerRow, now: number, width: number): readonly Line[] => [
	blank,
	head(row),
	blank,
	...facts(objectFacts(table, row, now)).flatMap(each =>
		displayWidth(plain(each)) <= width ? [each] : wrap(plain(each), width).map(part => line(part)),
	),
];

/** Beside the list, in `width` columns. */
export const objectAside = (table: ServerTable, row: ServerRow, now: number, width: number): readonly Line[] =>
	[head(row), blank, ...facts(objectFacts(table, row, now))].flatMap(each => continued(each, width));

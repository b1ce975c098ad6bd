import {Text} from 'ink';
import {Table} from 'ink-table';
import type {PropsWithChildren} from 'react';
import type {Look} from '../../components/look.js';

type Facts = ReadonlyArray<readonly [string, string]>;

/** Lines that the table takes: three borders, the titles, the one row. */
export const factsTableHeight = 5;

/**
 * Whether the facts fit into a table: the window is wide enough, its frame can be drawn, and every value is plain ASCII
 * (the table counts characters, not columns, and does not cut).
 */
export function fitsTable(facts: Facts, look: Look, width: number): boolean {
	const plain = facts.every(([title, value]) => /^[\u0020-\u007E]+$/.test(`${title}${value}`));
	const needed = facts.reduce((sum, [title, value]) => sum + Math.max(title.length, value.length) + 3, 1);
	return facts.length > 0 && plain && !look.ascii && width >= 100 && needed <= width;
}

const Plain = ({children}: PropsWithChildren) => <Text>{children}</Text>;
const Dim = ({children}: PropsWithChildren) => <Text dimColor>{children}</Text>;

/** The small closed table of k0s and its node, one row. Only where `fitsTable` says so. */
export function FactsTable({facts, look}: {readonly facts: Facts; readonly look: Look}) {
	const quiet = look.color ? Dim : Plain;
	return <Table data={[Object.fromEntries(facts)]} header={quiet} cell={Plain} skeleton={quiet} />;
}

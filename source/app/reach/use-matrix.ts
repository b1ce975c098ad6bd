import {useEffect, useState} from 'react';
import {useUi} from '../../components/context.js';
import {
	changesBetween,
	matrixSenders,
	matrixTargets,
	savedCells,
	type Matrix,
	type SavedCell,
} from '../../model/reach/matrix.js';
import type {ReachVerdict, ReachWorld} from '../../model/reach/facts.js';
import {placeText} from '../../model/reach/place.js';
import {askMatrix} from '../../store/reach.js';
import type {Ask} from './use-reach.js';

export type Shown = {
	readonly matrix: Matrix;
	/** Of cells whose answer is another one than the last time the matrix was asked for, by `row column`. */
	readonly changed: ReadonlyMap<string, ReachVerdict | null>;
	/** False: it is the first one since the program started. */
	readonly compared: boolean;
};

/** The last matrix of this run of the program, with which the next one is compared. */
const lastMatrix = 'reach.matrix';

/** Everybody to everybody; undefined: it is being worked out. */
export function useMatrix(world: ReachWorld | undefined, ask: Ask): Shown | undefined {
	const {states} = useUi();
	const [shown, setShown] = useState<Shown>();
	useEffect(() => {
		setShown(undefined);
		if (!world) return undefined;
		const controller = new AbortController();
		const {signal} = controller;
		const given = {senders: matrixSenders(world), targets: matrixTargets(world)};
		void askMatrix(world, given, async command => ask(command, signal), signal).then(({matrix}) => {
			if (signal.aborted) return;
			const before = states.get(lastMatrix) as readonly SavedCell[] | undefined;
			const now = savedCells(matrix);
			states.set(lastMatrix, now);
			setShown({
				matrix,
				changed: before ? changedCells(matrix, before, now) : new Map(),
				compared: before !== undefined,
			});
		});
		return () => controller.abort();
	}, [world, ask, states]);
	return shown;
}

function changedCells(
	{senders, targets}: Matrix,
	before: readonly SavedCell[],
	now: readonly SavedCell[],
): ReadonlyMap<string, ReachVerdict | null> {
	const rows = new Map(senders.map((place, at) => [placeText(place), at]));
	const columns = new Map(targets.map((place, at) => [placeText(place), at]));
	return new Map(
		changesBetween(before, now).flatMap(({from, to, before: was, after}) => {
			const [row, column] = [rows.get(from), columns.get(to)];
			return row === undefined || column === undefined || after === null ? [] : [[`${row} ${column}`, was] as const];
		}),
	);
}

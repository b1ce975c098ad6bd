import type {Order} from '../executor.js';
import type {Asker} from '../run-here.js';
import type {RunFolder} from './folders.js';
import {readJson, writeJson} from './private-json.js';

/** An order on its way to the worker. */
export type WrittenOrder = {
	readonly order: Order<unknown>;
	readonly list: string;
	readonly asker: Asker;
};

export async function writeOrder(folder: RunFolder, id: string, written: WrittenOrder): Promise<void> {
	const {order} = written;
	await writeJson(folder.order(id), {
		v: 1,
		...written,
		order: {...order, approved: order.approved === undefined ? null : [...order.approved]},
	});
}

type Stored = Omit<WrittenOrder, 'order'> & {
	readonly v: 1;
	readonly order: Omit<Order<unknown>, 'approved'> & {
		readonly approved: ReadonlyArray<readonly [string, ReadonlyArray<readonly string[]>]> | null;
	};
};

export async function readOrder(folder: RunFolder, id: string): Promise<WrittenOrder | undefined> {
	const stored = (await readJson(folder.order(id))) as Stored | undefined;
	if (stored?.v !== 1 || !Array.isArray(stored.order?.steps)) return undefined;
	const {order, list, asker} = stored;
	return {
		list,
		asker,
		order: {...order, approved: order.approved === null ? undefined : new Map(order.approved)},
	};
}

/** The same work in the same way: who asks for it may as well wait for the one that is under way. */
export function isSame(a: Order<unknown>, b: Order<unknown>): boolean {
	return a.kind === b.kind && b.steps.every(step => a.steps.includes(step)) && areSame(a.answers, b.answers);
}

/** What was left out is as good as what is undefined. */
export const areSame = (a: unknown, b: unknown): boolean => stable(a) === stable(b);

const stable = (answers: unknown): string =>
	JSON.stringify(
		Object.entries((answers ?? {}) as object)
			.filter(([, value]) => value !== undefined)
			.toSorted(([a], [b]) => a.localeCompare(b)),
	);

import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';

/**
 * One fact: which commands are asked, and what their outcomes say. `after`: facts that must be known first, because the
 * commands depend on them. No commands: the fact follows from the others.
 */
export type Fact<V, F, A> = {
	readonly after?: ReadonlyArray<keyof F>;
	readonly commands: (answers: A, facts: Partial<F>) => readonly Command[];
	readonly read: (outcomes: readonly Outcome[], answers: A, facts: Partial<F>) => V;
};

export type FactTable<F, A> = {readonly [K in keyof F]: Fact<F[K], F, A>};

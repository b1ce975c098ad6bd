import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {FactTable} from './fact.js';

export type Ask = (command: Command) => Promise<Outcome>;

/** Reads facts of one moment: each at most once, those that depend on others after them, the rest side by side. */
export type Gatherer<F> = {
	/** Resolves when these facts, and those that they follow from, are in `facts`. */
	need(names: ReadonlyArray<keyof F>): Promise<Partial<F>>;
	readonly facts: Partial<F>;
};

export function gather<F extends object, A>(table: FactTable<F, A>, answers: A, ask: Ask): Gatherer<F> {
	const facts: Partial<F> = {};
	const reads = new Map<keyof F, Promise<void>>();

	const read = async <K extends keyof F>(name: K): Promise<void> => {
		const fact = table[name];
		await Promise.all((fact.after ?? []).map(need));
		const outcomes = await Promise.all(fact.commands(answers, facts).map(ask));
		facts[name] = fact.read(outcomes, answers, facts);
	};

	const need = async (name: keyof F): Promise<void> => {
		const known = reads.get(name) ?? read(name);
		reads.set(name, known);
		await known;
	};

	return {
		facts,
		async need(names) {
			await Promise.all(names.map(need));
			return facts;
		},
	};
}

/** The commands that a verification of these facts asks, as far as they are known by now. */
export function asked<F extends object, A>(
	table: FactTable<F, A>,
	names: ReadonlyArray<keyof F>,
	answers: A,
	facts: Partial<F>,
): readonly Command[] {
	return names.flatMap(name => table[name].commands(answers, facts));
}

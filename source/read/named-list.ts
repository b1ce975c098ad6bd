/** Values by their names, in order. Some of 40,000 replaced cost a copy of pointers, where a Map would be filled anew. */
export class NamedList<T> {
	readonly #positions: ReadonlyMap<string, number>;
	readonly #list: readonly T[];

	constructor(positions: ReadonlyMap<string, number>, list: readonly T[]) {
		this.#positions = positions;
		this.#list = list;
	}

	static of<T>(all: ReadonlyMap<string, T>): NamedList<T> {
		const positions = new Map<string, number>();
		for (const name of all.keys()) positions.set(name, positions.size);
		return new NamedList(positions, [...all.values()]);
	}

	get size(): number {
		return this.#list.length;
	}

	get(name: string): T | undefined {
		const at = this.#positions.get(name);
		return at === undefined ? undefined : this.#list[at];
	}

	values(): readonly T[] {
		return this.#list;
	}

	*[Symbol.iterator](): Generator<readonly [string, T]> {
		for (const [name, at] of this.#positions) {
			const value = this.#list[at];
			if (value !== undefined) yield [name, value];
		}
	}

	/** The same names with some other values. */
	with(some: ReadonlyMap<string, T>): NamedList<T> {
		const list = this.#list.slice();
		for (const [name, value] of some) {
			const at = this.#positions.get(name);
			if (at !== undefined) list[at] = value;
		}

		return new NamedList(this.#positions, list);
	}
}

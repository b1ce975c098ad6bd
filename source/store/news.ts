import type {Source} from './source.js';

/**
 * Somebody who tells that something has changed (a watch of the API, `ip monitor`, the kernel's word on a folder), so that
 * nobody has to look by the clock. Works while somebody listens.
 */
export interface News {
	subscribe(listener: () => void): () => void;
	/** Everything that could change is told now. False: it must be looked for by the clock. */
	readonly live: boolean;
}

/** Tells when any of them tells; live when all are. */
export function joinNews(...all: readonly News[]): News {
	return {
		subscribe(listener) {
			const leave = all.map(each => each.subscribe(listener));
			return () => {
				for (const each of leave) each();
			};
		},
		get live() {
			return all.every(({live}) => live);
		},
	};
}

/** Tells when the value of a source is another one: what is joined with it must be joined anew. */
export function newsOf(source: Source<unknown>): News {
	return {
		subscribe(listener) {
			let {value} = source.get();
			return source.subscribe(() => {
				const now = source.get().value;
				if (now === value) return;
				value = now;
				listener();
			});
		},
		live: true,
	};
}

/**
 * The same list, and how many of its items were looked at: work that must not grow with a list is counted, never timed.
 * A copy of the list (`slice`, spread) looks at each item that it copies.
 */
export function counted<T>(items: readonly T[]): {readonly items: readonly T[]; readonly looks: () => number} {
	let looks = 0;
	return {
		items: new Proxy(items, {
			get(target, key, receiver) {
				if (typeof key === 'string' && /^\d+$/.test(key)) looks++;
				return Reflect.get(target, key, receiver) as unknown;
			},
		}),
		looks: () => looks,
	};
}

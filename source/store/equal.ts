/**
 * Deep equality of facts: plain objects, arrays, Maps, Sets and primitives (NaN equals NaN). Functions and class
 * instances are equal only when identical. Stops at the first difference, and at shared references.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a)) return Array.isArray(b) && equalArrays(a, b);
	if (a instanceof Map) return b instanceof Map && equalMaps(a, b);
	if (a instanceof Set) return b instanceof Set && a.size === b.size && [...a].every(item => b.has(item));
	if (!isPlain(a) || !isPlain(b)) return false;
	const keys = Object.keys(a);
	if (keys.length !== Object.keys(b).length) return false;
	return keys.every(key => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
}

function isPlain(value: object): value is Record<string, unknown> {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function equalArrays(a: readonly unknown[], b: readonly unknown[]): boolean {
	return a.length === b.length && a.every((item, index) => deepEqual(item, b[index]));
}

function equalMaps(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
	if (a.size !== b.size) return false;
	for (const [key, value] of a) {
		if (!b.has(key) || !deepEqual(value, b.get(key))) return false;
	}

	return true;
}

/** The form of JSON: each path with the type of its value, elements of a list as one. */

export type Shape = ReadonlySet<string>;
type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

function walk(value: Json, path: string, out: Set<string>): void {
	if (Array.isArray(value)) {
		out.add(`${path}[]`);
		for (const one of value as readonly Json[]) walk(one, `${path}[]`, out);
	} else if (value !== null && typeof value === 'object') {
		const entries = Object.entries(value);
		if (entries.length === 0) out.add(`${path}: {}`);
		for (const [key, one] of entries) if (key !== 'managedFields') walk(one, `${path}.${key}`, out);
	} else {
		out.add(`${path}: ${value === null ? 'null' : typeof value}`);
	}
}

/** By kind where it is a list of objects (`Pod`), else under ''. */
export function shapes(text: string): ReadonlyMap<string, Shape> {
	const json = JSON.parse(text) as {items?: readonly ({kind?: string} & {[key: string]: Json})[]};
	const out = new Map<string, Set<string>>();
	for (const one of json.items ?? []) {
		const kind = one.kind ?? '?';
		const shape = out.get(kind) ?? new Set();
		walk(one, '', shape);
		out.set(kind, shape);
	}

	const whole = new Set<string>();
	walk({...json, items: []} as unknown as Json, '', whole);
	out.set('', whole);
	return out;
}

/** `real|ours KIND.path: type` for everything that only one of two texts has. */
export function differences(real: string, ours: string): readonly string[] {
	const [a, b] = [shapes(real), shapes(ours)];
	const out: string[] = [];
	for (const kind of new Set([...a.keys(), ...b.keys()])) {
		const x = a.get(kind) ?? new Set<string>();
		const y = b.get(kind) ?? new Set<string>();
		for (const path of x) if (!y.has(path)) out.push(`real ${kind}${path}`);
		for (const path of y) if (!x.has(path)) out.push(`ours ${kind}${path}`);
	}

	return out.sort();
}

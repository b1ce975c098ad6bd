/**
 * A validator of the part of JSON Schema (2020-12) that the schemas of this project use. An unknown keyword is an error, so
 * that no rule is thought to hold that nobody looks at.
 */
type Schema = Readonly<Record<string, unknown>>;

const annotations = new Set(['$schema', '$id', '$defs', 'title', 'description']);
const types: Readonly<Record<string, (value: unknown) => boolean>> = {
	object: value => typeof value === 'object' && value !== null && !Array.isArray(value),
	array: Array.isArray,
	string: value => typeof value === 'string',
	integer: Number.isInteger,
	boolean: value => typeof value === 'boolean',
	null: value => value === null,
};

/** Where the value breaks the schema: `$.checks[3].found: …`. */
export function violations(root: Schema, value: unknown, schema: Schema = root, path = '$'): string[] {
	return Object.entries(schema).flatMap(([keyword, rule]): string[] => {
		const bad = (holds: boolean, what: string): string[] => (holds ? [] : [`${path}: ${what}`]);
		const object = (types['object']?.(value) ? value : {}) as Readonly<Record<string, unknown>>;
		switch (keyword) {
			case '$ref': {
				const target = String(rule)
					.replace(/^#\//, '')
					.split('/')
					.reduce<unknown>((at, name) => (at as Schema)[name], root);
				if (target === undefined) throw new Error(`no such definition: ${String(rule)}`);
				return violations(root, value, target as Schema, path);
			}

			case 'type': {
				const names = Array.isArray(rule) ? (rule as string[]) : [String(rule)];
				return bad(
					names.some(name => types[name]?.(value)),
					`is no ${names.join(' or ')}`,
				);
			}

			case 'const': {
				return bad(value === rule, `is not ${JSON.stringify(rule)}`);
			}

			case 'enum': {
				return bad((rule as unknown[]).includes(value), `${JSON.stringify(value)} is none of ${JSON.stringify(rule)}`);
			}

			case 'anyOf': {
				const tries = (rule as Schema[]).map(each => violations(root, value, each, path));
				return tries.some(found => found.length === 0) ? [] : tries.flat();
			}

			case 'pattern': {
				return bad(typeof value !== 'string' || new RegExp(String(rule)).test(value), `does not match ${String(rule)}`);
			}

			case 'minLength': {
				return bad(typeof value !== 'string' || value.length >= Number(rule), 'is too short');
			}

			case 'minimum': {
				return bad(typeof value !== 'number' || value >= Number(rule), 'is too small');
			}

			case 'minItems': {
				return bad(!Array.isArray(value) || value.length >= Number(rule), 'has too few items');
			}

			case 'items': {
				return Array.isArray(value)
					? value.flatMap((item, index) => violations(root, item, rule as Schema, `${path}[${index}]`))
					: [];
			}

			case 'required': {
				if (!types['object']?.(value)) return [];
				return (rule as string[]).flatMap(name => bad(Object.hasOwn(object, name), `lacks ${name}`));
			}

			case 'properties': {
				return Object.entries(rule as Record<string, Schema>).flatMap(([name, each]) =>
					Object.hasOwn(object, name) ? violations(root, object[name], each, `${path}.${name}`) : [],
				);
			}

			case 'additionalProperties': {
				if (rule !== false) throw new Error('only additionalProperties: false is understood');
				const known = Object.keys((schema['properties'] ?? {}) as Schema);
				return Object.keys(object).flatMap(name => bad(known.includes(name), `has ${name}, which no rule names`));
			}

			default: {
				if (annotations.has(keyword)) return [];
				throw new Error(`unknown keyword ${keyword}`);
			}
		}
	});
}

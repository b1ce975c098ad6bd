import {readdirSync, readFileSync} from 'node:fs';
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Schema = {
	readonly $id: string;
	readonly required?: readonly string[];
	readonly then?: {readonly required: readonly string[]};
};

const folder = new URL('../../docs/schema/', import.meta.url);
const schemas = new Map(
	readdirSync(folder).map(file => {
		const schema = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Schema;
		return [file.replace(/(-1)?\.json$/, ''), schema] as const;
	}),
);

const ajv = new Ajv2020({allErrors: true, allowUnionTypes: true});
formats.default(ajv);
for (const schema of schemas.values()) ajv.addSchema(schema);

/** The schema of a command's `--json`, of the `envelope`, or of a line of the `journal` (`journal-2`: as it is written now). */
export function schemaOf(name: string): Schema {
	const schema = schemas.get(name);
	if (schema === undefined) throw new Error(`docs/schema/${name}-1.json is not there`);
	return schema;
}

/** What is wrong with a value: none is right. */
export function faultsBy(name: string, value: unknown): readonly string[] {
	const validate = ajv.getSchema(schemaOf(name).$id) as ValidateFunction;
	return validate(value) ? [] : (validate.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`);
}

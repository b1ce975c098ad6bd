/** Looks into parsed JSON whose shape is somebody else's: what is not there, or of another kind, is null or empty. */

export type JsonObject = Readonly<Record<string, unknown>>;

const none: JsonObject = {};

export const asObject = (value: unknown): JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : none;

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** A string that is not empty. */
export const asText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export const asNumber = (value: unknown): number | null =>
	typeof value === 'number' && Number.isFinite(value) ? value : null;

export const asTexts = (value: unknown): readonly string[] =>
	asList(value).filter((item): item is string => typeof item === 'string');

/** Only the members that are strings (labels, selectors). */
export const asTextMap = (value: unknown): Readonly<Record<string, string>> =>
	Object.fromEntries(
		Object.entries(asObject(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
	);

/** `at(value, 'spec', 'network', 'podCIDR')`: undefined as soon as something is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
	let current = value;
	for (const key of path) {
		const object = asObject(current);
		if (!Object.hasOwn(object, key)) return undefined;
		current = object[key];
	}

	return current;
}

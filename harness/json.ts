/** A JSON object of which nothing is known yet. */
export type JsonObject = Record<string, unknown>;

/** Takes a value for a JSON object, or fails naming what it should have been. */
export function objectOf(value: unknown, what: string): JsonObject {
	if (isObject(value)) return value;
	throw new TypeError(
		`${what} should be an object, but is ${JSON.stringify(value)?.slice(0, 200)}`,
	);
}

/** Takes a value for an array, or fails naming what it should have been. */
export function arrayOf(value: unknown, what: string): unknown[] {
	if (Array.isArray(value)) return value;
	throw new TypeError(`${what} should be an array, but is ${JSON.stringify(value)?.slice(0, 200)}`);
}

/** The text or number under `key`, as text; fails when there is neither. */
export function textOf(object: JsonObject, key: string): string {
	const value = object[key];
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw new TypeError(`"${key}" should be a text, but is ${JSON.stringify(value)}`);
}

/** Whether a value is an object and no array. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

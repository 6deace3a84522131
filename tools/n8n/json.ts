/** A JSON object with unknown fields. */
export type JsonObject = Record<string, unknown>;

/** Returns the value if it is a JSON object; fails with a message about `what` if not. */
export function objectOf(value: unknown, what: string): JsonObject {
	if (isObject(value)) return value;
	throw new TypeError(
		`${what} should be an object, but is ${JSON.stringify(value)?.slice(0, 200)}`,
	);
}

/** Returns the value if it is an array; fails with a message about `what` if not. */
export function arrayOf(value: unknown, what: string): unknown[] {
	if (Array.isArray(value)) return value;
	throw new TypeError(`${what} should be an array, but is ${JSON.stringify(value)?.slice(0, 200)}`);
}

/** The text or number under `key`, as text; fails if there is neither. */
export function textOf(object: JsonObject, key: string): string {
	const value = object[key];
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw new TypeError(`"${key}" should be a text, but is ${JSON.stringify(value)}`);
}

/** Whether a value is an object, not an array. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

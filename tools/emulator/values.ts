/** @returns whether the value is an object that is neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the value of an own key; keys that an object only inherits are not found. */
export function lookUp<Value>(
	map: Readonly<Record<string, Value>>,
	key: string,
): Value | undefined {
	return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** @returns the message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message : String(thrown);
}

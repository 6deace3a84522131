/** A value that may be null in other resources of the kind. */
export const orNull = <Value>(value: Value | null): Value | null => value;

/** A maker of resources, of which each may have other values. */
export const resource =
	<Resource extends object>(make: (id: number) => Resource) =>
	(id: number, changes: Partial<Resource> = {}): Resource => ({ ...make(id), ...changes });

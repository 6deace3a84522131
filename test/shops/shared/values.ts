/** A value that may be null in other resources of the kind. */
export const orNull = <Value>(value: Value | null): Value | null => value;

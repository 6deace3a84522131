import type { Violation } from '../contract';
import type { JsonType } from '../settings';
import { isRecord } from '../values';
import type { World } from '../world';

/** A batch, checked event by event. */
export interface CheckedBatch {
	valid: Record<string, unknown>[];
	/** The first thing that is wrong, if anything is. */
	violation: Violation | undefined;
}

export function checkBatch(batch: readonly unknown[], world: World): CheckedBatch {
	const valid: Record<string, unknown>[] = [];
	let first: Violation | undefined;
	for (const event of batch) {
		const violation = checkEvent(event, world);
		if (violation === undefined && isRecord(event)) valid.push(event);
		first ??= violation;
	}
	return { valid, violation: first };
}

function checkEvent(event: unknown, world: World): Violation | undefined {
	if (!isRecord(event)) return { type: 'wrong_type', field: 'event', expected: 'object' };
	return (
		world.contract.checkEvent(event) ??
		checkOwnFields(event, Object.entries(world.settings.requiredEventFields))
	);
}

function checkOwnFields(
	event: Record<string, unknown>,
	required: readonly [string, JsonType][],
): Violation | undefined {
	for (const [field, expected] of required) {
		const value = event[field];
		if (value === undefined) return { type: 'missing', field };
		if (jsonTypeOf(value) !== expected) return { type: 'wrong_type', field, expected };
	}
	return undefined;
}

function jsonTypeOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

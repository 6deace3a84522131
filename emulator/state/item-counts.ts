import { isRecord } from '../values';

/**
 * How many events spoke of each item. Which fields of an event name items is not documented, so
 * the usual ones are looked at: `item_id`, `item_ids`, and `items` as IDs or as objects with an
 * `item_id`.
 */
export class ItemCounts {
	private readonly counts = new Map<string, number>();

	/** Events and items counted: an event about two items counts twice. */
	total = 0;

	count(event: Record<string, unknown>): void {
		for (const itemId of new Set(itemIdsOf(event))) {
			this.counts.set(itemId, (this.counts.get(itemId) ?? 0) + 1);
			this.total += 1;
		}
	}

	of(itemId: string): number {
		return this.counts.get(itemId) ?? 0;
	}

	itemIds(): Iterable<string> {
		return this.counts.keys();
	}
}

function itemIdsOf(event: Record<string, unknown>): string[] {
	const named = [event['item_id'], ...listOf(event['item_ids']), ...listOf(event['items'])];
	return named.flatMap((value) => itemIdOf(isRecord(value) ? value['item_id'] : value));
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

function itemIdOf(value: unknown): string[] {
	if (typeof value === 'number') return [String(value)];
	return typeof value === 'string' && value !== '' ? [value] : [];
}

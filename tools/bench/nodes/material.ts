import type { IDataObject } from 'n8n-workflow';

/** An event of about 100 bytes, as a shop would have it. Kainic's reference says what `event_name` is called. */
export function eventOf(index: number): IDataObject {
	return {
		platform: 'web',
		anon_uid: `visitor-${index % 1000}`,
		event_name: 'view',
		item_id: `sku-${index % 5000}`,
		price: (index % 500) + 0.99,
	};
}

/** Ready-made bodies of so many events each. */
export function bodiesOf(count: number, size: number): IDataObject[] {
	const bodies: IDataObject[] = [];
	for (let first = 0; first < count; first += size) {
		const events = Array.from({ length: Math.min(size, count - first) }, (_, offset) =>
			eventOf(first + offset),
		);
		bodies.push({ body: JSON.stringify(events) });
	}
	return bodies;
}

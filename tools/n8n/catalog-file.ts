import { createHash } from 'node:crypto';

/** A product of about 200 bytes. */
function productOf(index: number): Record<string, string | number> {
	return {
		item_id: `sku-${index}`,
		parent_id: `family-${index % 997}`,
		title: `Größe ${index % 60}: a product that is described in a few words`,
		description: 'Light, warm, washable; made to be worn in rain and snow.',
		price: (index % 500) + 0.99,
		stock: index % 40,
	};
}

/** A catalog as a JSON file of about 200 bytes a product, with its hash. */
export function catalogFile(products: number) {
	const list = Array.from({ length: products }, (_, index) => productOf(index));
	const content = Buffer.from(JSON.stringify(list));
	return { content, products, sha256: createHash('sha256').update(content).digest('hex') };
}

/** The file as a browser's form sends it, in the field that n8n calls `data`. */
export function formWith(content: Buffer): FormData {
	const form = new FormData();
	form.append(
		'data',
		new Blob([new Uint8Array(content)], { type: 'application/json' }),
		'products.json',
	);
	return form;
}

import { hasId, ProductList } from '../../../nodes/KainicCatalog/products';
import { messageOf } from '../../support/units/refusal';
import { refusalOf, type Given, type Panel } from './plan-uploads';

const stock = { syncMode: 'stock' };
const shoe = { item_id: 'p-1' };

/** What the list keeps of a product. */
function first(product: object) {
	const list = new ProductList(hasId(product));
	list.add(product);
	return list.firstProduct;
}

/** Code, message and advice of what ends all items. */
async function refusal(given: Given) {
	const { code, message, description } = await refusalOf(given);
	return [code, message, description];
}

describe('what is refused says what to do', () => {
	const json = (productsJson: string) => ({ ...stock, productSource: 'json', productsJson });

	test.each<[Panel, string]>([
		[{ minProducts: 0 }, "'Minimum Products' is 0, but it must be a number of at least 1."],
		[json('[]'), "file_schema 'Products JSON' is an empty array. Check the expression of"],
		[json('[{"item_id":"p"},{}]'), 'This is an empty object, not a product. [product 2]'],
		[json('{'), "'Products JSON' is not valid JSON"],
	])('%j', async (panel, message) => {
		expect((await refusal({ panel })).join(' ')).toContain(message);
	});
});

const failed = /^The item has a field "error", so an earlier node probably failed for this item\./;

test.each(['x', { message: 'x' }, { code: 'rejected', notSent: false }])(
	'a product with the error %j is refused, since n8n adds such a field to a failed item',
	(error) => {
		expect(messageOf(() => first({ error }))).toMatch(failed);
		expect(messageOf(() => first({ ...shoe, error }))).toMatch(failed);
	},
);

test.each(['', null, false, 0, []])('an own field error with the value %j is sent', (error) => {
	expect(first({ ...shoe, error })).toEqual({ ...shoe, error });
});

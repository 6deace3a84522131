// include ../shared/run.js
// include ../shared/product-pages.js
// include ../shared/file.js
const { isWhole, since } = runOf();
const answers = $input.all().map(({ json: { body, data } }) => Object(body ?? data));
const codesOf = ({ errors = [] }) => [errors].flat().map((error) => error.extensions?.code);
const isThrottled = (answer) => codesOf(answer)[0] === 'THROTTLED';
const failed = answers.find((answer) => codesOf(answer).some((code) => code !== 'THROTTLED'));
if (failed) throw new Error(`Shopify answered: ${JSON.stringify(failed.errors).slice(0, 300)}`);
// After it was throttled, the workflow asks for the first page again.
const pages = answers.slice(answers.findLastIndex(isThrottled) + 1).map((answer) => {
	const { productVariants: variants, productVariantsCount: counted } = answer.data ?? {};
	return { list: variants?.nodes ?? answer, total: counted?.count };
});
if (pages.length === 0) throw new Error('Shopify throttled the last request (THROTTLED).');
// The clock of the shop may be a few minutes late. A sale changes only the date of the product.
const after = (since || Date.now()) - 900_000;
const isNew = ({ updatedAt: date }) => isWhole || Date.parse(date) >= after;
const all = allOf(pages, isWhole, (variant) => variant.legacyResourceId);
const active = all.filter(({ product }) => product.status === 'ACTIVE');
return fileOf(active.filter((each) => isNew(each) || isNew(each.product)).map(thingOf));

function thingOf({ product, ...variant }) {
	const { title, onlineStoreUrl: url, productType, featuredMedia: media } = product;
	return {
		...{ ...variant, id: variant.legacyResourceId, parent_id: product.legacyResourceId, url },
		image_url: media?.preview.image?.url,
		// Shopify's own name for the only variant of a product.
		title: variant.title === 'Default Title' ? title : `${title} – ${variant.title}`,
		categories: [productType].filter(Boolean),
	};
}

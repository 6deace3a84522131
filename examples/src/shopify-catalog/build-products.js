// include ../shared/run.js
// include ../shared/product-pages.js
// include ../shared/file.js
const { isWhole, since } = runOf();
const pages = $input.all().map(({ json }) => json);
const [{ error } = {}] = pages;
if (error) throw new Error(error);
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

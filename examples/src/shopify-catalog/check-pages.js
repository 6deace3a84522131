// include ../shared/shopify.js
const { answers, trouble } = answersOf('Read Pages');
if (trouble !== null) return [{ json: { error: trouble } }];
return answers.map(({ body: { data } }) => ({
	json: { list: data.productVariants.nodes, total: data.productVariantsCount.count },
}));

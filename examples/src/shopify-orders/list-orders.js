// include ../shared/shopify.js
const { answers, trouble } = answersOf('Read Pages');
const orders = answers.flatMap(({ body }) => body.data.orders.nodes);
const more = $('Read Lines').isExecuted ? answersOf('Read Lines') : { answers: [] };
const pages = more.answers.flatMap(({ body }) => body.data.order ?? []);
const list = orders.map(({ lineItems, ...order }) => {
	const own = pages.filter(({ legacyResourceId: id }) => id === order.legacyResourceId);
	const last = own.at(-1)?.lineItems ?? lineItems;
	const lines = [lineItems, ...own.map((page) => page.lineItems)].flatMap(({ nodes }) => nodes);
	// The first ten lines come twice.
	const byId = new Map(lines.map((line) => [line.id, line]));
	return { ...order, id: order.legacyResourceId, lines: [...byId.values()], last };
});
// The next run reads the orders from the first one whose lines did not come.
const end = list.findIndex(({ last }) => last.pageInfo.hasNextPage);
const whole = end < 0 ? list : list.slice(0, end);
const error = end < 0 ? trouble : (more.trouble ?? `Order ${list[end].id} has too many lines.`);
if (whole.length === 0) return [{ json: error === null ? {} : { error } }];
return whole.map(({ last, ...order }) => ({ json: order }));

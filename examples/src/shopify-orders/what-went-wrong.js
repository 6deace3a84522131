// One alert for all that went wrong in this run.
const items = $input.all().map(({ json }) => json);
const texts = [...new Set(items.map(textOf))];
const more = texts.length > 20 ? [`And ${texts.length - 20} more.`] : [];
const orders = items
	.map((item) => item.order_id ?? item.id)
	.filter((id) => id !== undefined && id !== null);
return [
	{
		json: {
			text: ['Shopify:', ...texts.slice(0, 20), ...more].join(' '),
			orders: [...new Set(orders.map(String))],
			items: items.length,
			not_sent: items.filter(({ error }) => error?.notSent).length,
			maybe_accepted: items.filter(({ error }) => error?.mayBeAccepted).length,
			execution: items[0]?.execution?.id ?? $execution.id,
		},
	},
];

function textOf({ problem, error, execution, trigger }) {
	if (execution !== undefined) {
		const { lastNodeExecuted: node, error: reason, url } = execution;
		return `The workflow stopped at "${node}": ${reason?.message} What it had in hand was perhaps not sent. Open ${url} and press Retry there, so that it goes on from that node.`;
	}
	return problem ?? error?.message ?? error ?? trigger?.error?.message ?? 'n8n gave no reason.';
}

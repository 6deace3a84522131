// The events of all lines that Kainic has not confirmed yet. A line is known by its product, and by
// how many lines of the order had that product before it.
const { body } = $('Order Placed').first().json;
const orderId = $('Check Order').first().json.order_id;
const rows = $input.all().map(({ json }) => json);
const known = new Set(rows.flatMap(({ accepted }) => JSON.parse(accepted)));
const counts = new Map();
const lines = body.lines.map((line) => {
	const id = String(line.item_id);
	counts.set(id, (counts.get(id) ?? 0) + 1);
	return { key: `${id} #${counts.get(id)}`, line };
});
const open = lines.filter(({ key }) => !known.has(key));
const answer = { order_id: orderId, events: lines.length, accepted: lines.length - open.length };
// Of those that claim an order at once, the first row sends, if it has time left to do so.
const own = rows.find(({ claim }) => claim === $execution.id);
if (own === undefined) throw new Error('The data table does not hold this order.');
const isBusy = ({ id, busy_until: until }) => id < own.id && until > Date.now();
const isLate = own.busy_until < Date.now() + 30_000;
if (rows.some(isBusy) || isLate) {
	return [
		{
			json: {
				status: 409,
				answer: { ...answer, reason: 'This order is being sent. Ask again in a minute.' },
			},
		},
	];
}

if (open.length === 0) return [{ json: { status: 200, answer } }];

const text = (value) => (value === undefined || value === null ? undefined : String(value));
const number = (value) => (value === undefined || value === null ? undefined : Number(value));
const occurredAt = (
	body.placed_at ? DateTime.fromISO(body.placed_at, { setZone: true }) : DateTime.now()
).toISO();
const events = open.map(({ line }) => ({
	platform: body.platform ?? 'web',
	anon_uid: text(body.anon_uid),
	uid: text(body.uid),
	sid: text(body.sid),
	event_name: 'purchase',
	order_id: orderId,
	item_id: text(line.item_id),
	quantity: number(line.quantity),
	price: number(line.price),
	occurred_at: occurredAt,
}));
return [{ json: { events, keys: open.map(({ key }) => key), answer } }];

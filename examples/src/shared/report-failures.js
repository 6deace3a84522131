// include ./json.js
// include ./progress.js
const note = 'Another run has not ended, so this run did nothing. The next run tries again.';
if (!$('Find Missing Events').isExecuted)
	return [{ json: { note, in_a_row: progressOf().waiting + 1 } }];
const sent = jsonOf('Send Events').filter(({ id }) => id);
const events = sent.filter((event) => event.anon_uid !== null);
const failed = events.filter((event) => event.kainic === undefined);
const codes = [...new Set(failed.map(({ error }) => error?.code))].join(', ');
const { left_out: out, events: made } = $('Find Missing Events').first().json;
const lost = made.filter(({ state }) => state === 'no_product').map(({ order_id: id }) => id);
const troubles = [
	failed[0] &&
		`${failed.length} of ${events.length} events failed (${codes}). One of them belongs to order ${failed[0].order_id}. ${failed[0].error?.message ?? ''}`,
	out[0] &&
		`${out.length} orders were left out: ${out.slice(0, 5).join(', ')}. To read them again, enter another day as orders_since, before these orders.`,
	lost[0] &&
		`Products were deleted before this workflow read their orders, so these orders are not sent completely: ${lost.slice(0, 5).join(', ')}.`,
	progressOf().busy_until > 0 && 'The run before this one was cut off. Its events were sent now.',
].filter(Boolean);
if (troubles[0]) throw new Error(troubles.join(' '));
return [{ json: { sent: events.length, without_visitor: sent.length - events.length } }];

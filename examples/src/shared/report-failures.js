// Everything is saved. An error makes the run red and tells why.
const sent = jsonOf('Send Events').filter(({ id }) => id);
const events = sent.filter((event) => event.anon_uid !== null);
const failed = events.filter((event) => event.kainic === undefined);
const codes = [...new Set(failed.map(({ error }) => error?.code))].join(', ');
const { left_out } = $('Find Missing Events').first().json;
const troubles = [];
if (failed.length > 0)
	troubles.push(
		`${failed.length} of ${events.length} events failed (${codes}). One of them belongs to order ${failed[0].order_id}.`,
	);
if (left_out.length > 0)
	troubles.push(
		`${left_out.length} orders were left out: ${left_out.slice(0, 5).join(', ')}. To read them again, enter another day as orders_since, before these orders.`,
	);
if ($('Read Progress').first().json.busy_until > 0)
	troubles.push('The run before this one was cut off. Its events were sent now.');
if (troubles.length > 0) throw new Error(troubles.join(' '));
return [{ json: { sent: events.length, without_visitor: sent.length - events.length } }];

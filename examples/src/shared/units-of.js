// An order on hold is not paid; when it is, it has other rows. If Kainic refused a purchase, no event says that it was given back.
function unitsOf({ event_name: name, state, quantity }) {
	const isRefund = name === 'refund';
	if (state === 'on_hold' || (state === 'refused' && !isRefund)) return 0;
	return isRefund ? -quantity : quantity;
}

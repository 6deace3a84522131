// One row for each item that failed. What was found wrong before it was sent stays wrong.
const neverSent = ['invalid_input', 'too_large'];
const stateOf = (error) => {
	if (error?.mayBeAccepted === true) return 'unconfirmed';
	return error?.notSent === true && neverSent.includes(error.code) ? 'refused' : 'waiting';
};
const rows = [];
for (const { json } of $('Called With Failed Events').all()) {
	const { kainicTracker, ...event } = json;
	const { error } = event;
	if (error === undefined && event.kainic?.status === 'accepted') continue;
	const text = typeof error === 'string' ? error : error?.message;
	rows.push({
		json: {
			// Kainic Event leaves its own error out when it sends the item again.
			event: JSON.stringify(event),
			tracker: kainicTracker === undefined || kainicTracker === null ? '' : String(kainicTracker),
			code: String(error?.code ?? ''),
			message: String(text ?? ''),
			tries: 0,
			first_seen: new Date().toISOString(),
			state: stateOf(error),
			claim: '',
			claimed_at: 0,
		},
	});
}
return rows;

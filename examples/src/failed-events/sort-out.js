// What Kainic did not confirm goes back into the table as a new row, all in one step: it waits for
// the next run, or is given up. The old rows are taken out after that.
const { max_tries: maxTries, send_unconfirmed_again: sendsAgain } = $('Settings').first().json;
const never = ['invalid_input', 'missing_fields', 'field_type', 'too_large', 'rejected'];
const stateOf = ({ code, mayBeAccepted }, tries) => {
	if (mayBeAccepted && !sendsAgain) return 'unconfirmed';
	if (never.includes(code)) return 'refused';
	return tries >= maxTries ? 'given_up' : 'waiting';
};
return $input.all().flatMap(({ json: { event, tracker, tries, first_seen, error, kainic } }) => {
	if (kainic?.status === 'accepted') return [];
	const {
		code = 'unknown',
		message = 'n8n gave no reason.',
		attempts = 0,
		mayBeAccepted = true,
	} = error ?? {};
	const made = tries + (attempts > 0 ? 1 : 0);
	const state = stateOf({ code, mayBeAccepted }, made);
	// No run that has begun already takes it once more.
	return [
		{
			json: {
				event,
				tracker,
				code,
				message,
				tries: made,
				first_seen,
				state,
				claim: '',
				claimed_at: Date.now(),
			},
		},
	];
});

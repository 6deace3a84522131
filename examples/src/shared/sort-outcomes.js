// Ranges of rows that get the same state, since one query can change many rows. The last one ends the turn.
// include ./progress.js
const never = ['invalid_input', 'missing_fields', 'field_type', 'too_large'];
if (!$('Find Missing Events').isExecuted) return [{ json: meetingOf(progressOf()) }];
const sent = $input.all().filter(({ json }) => json.id);
const { next, turn } = $('Find Missing Events').first().json;
// An unknown refusal concerns this event if Kainic accepts others.
const isAccepting = sent.some(({ json: { kainic } }) => kainic?.status === 'accepted');
const ranges = [];
for (const { json } of sent.sort((a, b) => a.json.id - b.json.id)) {
	const [state, last] = [stateOf(json), ranges.at(-1)];
	if (last?.state === state && last.to === json.id - 1) last.to = json.id;
	else ranges.push({ from: json.id, to: json.id, was: 'open', state });
}
const isPart = sent.length >= $('Read Open Events').params.limit;
const open_events = Number(isPart || ranges.some(({ state }) => state === 'open'));
const { id } = turn;
const progress = { ...next, from: id, to: id, was: 'progress', state: 'progress', open_events };
return [
	// Open events are saved, too: the next run sends first what was not tried for the longest time.
	...ranges,
	...next.posted,
	{ ...progress, turn: turn.busy_until, busy_until: -Date.now() },
].map((json) => ({ json }));

// Another run has not ended. So this run changes nothing, and is counted.
function meetingOf({ id, since, orders_since, open_events, busy_until, waiting }) {
	const same = { since, orders_since, open_events, busy_until, turn: busy_until };
	return { ...same, from: id, to: id, was: 'progress', state: 'progress', waiting: waiting + 1 };
}

function stateOf({ kainic, error, anon_uid }) {
	if (error === undefined) return kainic?.status === 'accepted' ? 'accepted' : 'open';
	if (anon_uid === null) return 'no_visitor';
	// A proxy may have refused the request. Then the message has a status, and not what Kainic says.
	if (/HTTP status \d+: /.test(error.message)) return 'open';
	const isItsOwn = isAccepting && error.code === 'rejected' && [400, 422].includes(error.httpCode);
	return isItsOwn || never.includes(error.code) ? 'refused' : 'open';
}

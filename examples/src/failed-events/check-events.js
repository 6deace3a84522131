// One row for each event that failed. When Kainic Event sends it again, it removes its own "error".
const called = $('Receive Failed Events').all();
const items = called.filter(({ json }) => json.error || json.kainic?.status !== 'accepted');
return items.map(({ json: { kainicTracker: tracker = '', ...event } }) => {
	const isEvent = Boolean(event.platform && event.anon_uid);
	const code = isEvent ? String(event.error?.code ?? '') : 'not_an_event';
	const [state, first_seen] = [isEvent ? 'waiting' : 'refused', new Date().toISOString()];
	const row = { tracker: String(tracker), code, tries: 0, first_seen, due: 0, state };
	return { json: { ...row, event: JSON.stringify(event) } };
});

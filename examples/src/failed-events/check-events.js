// One row for each event that failed. When Kainic Event sends it again, it removes its own "error".
const called = jsonOf('Receive Failed Events');
const items = called.filter(({ error, kainic }) => error || kainic?.status !== 'accepted');
return items.map(({ kainicTracker: tracker = '', ...event }) => {
	const [anon_uid, uid] = [String(event.anon_uid ?? ''), String(event.uid ?? '')];
	const isEvent = Boolean(event.platform && event.anon_uid);
	const code = isEvent ? String(event.error?.code ?? '') : 'not_an_event';
	const [state, first_seen] = [isEvent ? 'waiting' : 'refused', new Date().toISOString()];
	const row = { workflow: $workflow.id, anon_uid, uid, tracker: String(tracker), code, state };
	return { json: { ...row, tries: 0, first_seen, due: 0, event: JSON.stringify(event) } };
});

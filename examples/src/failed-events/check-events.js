// include ../shared/json.js
// One row for each event that failed. When Kainic Event sends it again, it removes its own "error".
const called = jsonOf('Receive Failed Events');
const items = called.filter(({ error, kainic }) => error || kainic?.status !== 'accepted');
return items.map(({ kainicTracker, ...event }) => {
	const texts = [event.anon_uid, event.uid, kainicTracker, event.error?.code];
	const [anon_uid, uid, tracker, code] = texts.map((value) => String(value ?? ''));
	const row = { workflow: $workflow.id, anon_uid, uid, tracker, code, state: 'waiting' };
	const first_seen = new Date().toISOString();
	return { json: { ...row, tries: 0, first_seen, due: 0, event: JSON.stringify(event) } };
});

// One row for each item that failed. Kainic Event leaves its own error out when it sends the item again.
const called = $('Called With Failed Events').isExecuted
	? $('Called With Failed Events')
			.all()
			.map(({ json }) => json)
	: [];
return called
	.filter(({ error, kainic }) => error !== undefined || kainic?.status !== 'accepted')
	.map(({ kainicTracker, ...event }) => ({
		json: {
			event: JSON.stringify(event),
			tracker: String(kainicTracker ?? ''),
			code: String(event.error?.code ?? ''),
			tries: 0,
			first_seen: new Date().toISOString(),
			due: Date.now() + $('Settings').first().json.first_minutes * 60_000,
			state: 'waiting',
		},
	}));

return $('Lines to Send')
	.first()
	.json.events.map((json) => ({ json }));

return $('Count Figures')
	.first()
	.json.forget.map((id) => ({ json: { id } }));

// What Kainic can never take is refused; all else is tried again, after twice as long each time.
const { first_minutes: first, most_minutes: most, try_days: days } = $('Settings').first().json;
const never = ['invalid_input', 'missing_fields', 'field_type', 'too_large'];
return $input.all().map(({ json: { id, tries, first_seen, error } }) => {
	const isOver = Date.now() - Date.parse(first_seen) > days * 86_400_000;
	const otherwise = isOver ? 'given_up' : 'waiting';
	return {
		json: {
			id,
			tries: tries + 1,
			state: never.includes(error.code) ? 'refused' : otherwise,
			due: Date.now() + Math.min(first * 2 ** tries, most) * 60_000,
			...{ workflow: $workflow.name, node: 'Kainic Event', code: error.code },
		},
	};
});

// One alert lists the first of them. The others keep their claim, and follow when it is over.
const most = 100;
const all = $input.all().map(({ json }) => json);
const listed = all.slice(0, most);
const events = listed.map(({ event, tracker, code, message, tries, first_seen }) => {
	const { error, ...sent } = JSON.parse(event);
	return { event: sent, ...(tracker ? { tracker } : {}), code, message, tries, first_seen };
});
const lines = events
	.slice(0, 20)
	.map(({ event, code, message }) => `${code}: ${message} ${JSON.stringify(event)}`.slice(0, 500));
const more = events.length > 20 ? [`and ${events.length - 20} more`] : [];
const later =
	all.length > most
		? ` The first ${most} are listed here, the other ${all.length - most} in further alerts, one every 15 to 20 minutes.`
		: '';
const one = all.length === 1;
const what = `${all.length} ${one ? 'event' : 'events'} for Kainic ${one ? 'is' : 'are'} given up.${later}`;
return [
	{ json: { text: [what, ...lines, ...more].join('\n'), events, last_row: listed.at(-1)?.id } },
];

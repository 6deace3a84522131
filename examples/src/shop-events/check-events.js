// Anybody can post anything. Text comes from a browser, a list from a program of the shop.
const { body } = $input.first().json;
const events = typeof body === 'string' ? JSON.parse(body) : body;
const isList = Array.isArray(events) && events.length > 0 && events.length <= 50;
if (!isList || !events.every((event) => Object(event) === event))
	throw new Error('This is not a list of 1 to 50 events.');
return events.map((json) => ({ json }));

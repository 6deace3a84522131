// Anybody can post anything. Text comes from a browser, a list from a program of the shop.
const { body } = $input.first().json;
const events = typeof body === 'string' ? JSON.parse(body) : body;
const isList = Array.isArray(events) && events.length > 0 && events.length <= 50;
if (!isList || !events.every((event) => Object(event) === event))
	throw new Error('This is not a list of 1 to 50 events.');
// The clock of a visitor may be wrong by years. A program may send what happened long ago.
const isWrong = ({ occurred_at: at }) => Math.abs(Date.now() - Date.parse(at)) > 86_400_000;
const occurred_at = new Date().toISOString();
const hasClock = typeof body === 'string';
return events.map((event) => ({
	json: hasClock && isWrong(event) ? { ...event, occurred_at } : event,
}));

// Anybody can post anything. Text comes from a browser, a list from a program of the shop.
const { body } = $input.first().json;
const events = typeof body === 'string' && body.length <= 65_536 ? parsed(body) : body;
const isList = Array.isArray(events) && events.length > 0 && events.length <= 50;
const isGood = isList && events.every((event) => event && typeof event === 'object');
return [{ json: isGood ? { status: 200, events } : { status: 400, events: [] } }];

function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

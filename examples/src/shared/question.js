// What a box asks for: so many cards at most, and none of these products.
function questionOf() {
	const { limit, exclude_ids, item_ids } = Object($('Receive Question').first().json.body);
	const lists = [exclude_ids, item_ids].flat().map((ids) => String(ids ?? '').split(','));
	const excluded = lists.flat().map((id) => id.trim());
	return { excluded, limit: limit >= 1 ? Math.min(Math.trunc(limit), 24) : undefined };
}

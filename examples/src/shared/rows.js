// A row for each thing, with the names of Fields; a stock run takes a few of them.
function rowsOf(things, isFull) {
	if (isFull && things.length === 0) throw new Error('The shop has nothing that can be bought.');
	const stock = $('Settings').first().json.stock_fields.split(/[ ,]+/);
	const fields = Object.entries($('Fields').first().json);
	const wanted = fields.filter(([field]) => isFull || stock.includes(field));
	return things.map((thing) => {
		const values = wanted.map(([field, name]) => [field, thing[name] ?? '']);
		return { json: Object.fromEntries(values.filter(([, value]) => value !== '')) };
	});
}

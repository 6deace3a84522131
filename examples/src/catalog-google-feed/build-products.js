const fields = Object.entries($('Settings').first().json.fields);
const ids = new Set();
return $input.all().map(({ json: product }) => {
	const row = {};
	for (const [field, names] of fields) {
		const [text] = names.split(/[ ,]+/).flatMap((name) => product[name] || []);
		if (text) row[field] = text;
		if (text && /price/.test(names)) row[field] = Number(text.replace(/ *[A-Z]{3} */, ''));
		if (text && /availability/.test(names)) row[field] = !/out.of.stock/i.test(text);
	}
	const isBad = !row.item_id || ids.has(row.item_id) || Object.values(row).includes(NaN);
	if (isBad) throw new Error(`Bad ID or price: ${JSON.stringify([row, Object.keys(product)])}`);
	ids.add(row.item_id);
	return { json: row };
});

const fields = Object.entries($('Your Shop').first().json.fields);
const [ids, isOdd] = [new Set(['', undefined]), (value) => /^NaN$|\ufffd/.test(value)];
return $input.all().map(({ json: product }) => {
	const row = {};
	for (const [field, names] of fields) {
		const [text] = names.split(/[ ,]+/).flatMap((name) => product[name] || []);
		if (text) row[field] = text;
		if (text && /price/.test(names)) row[field] = Number(text.replace(/ *[A-Z]{3} */, '') || NaN);
		if (text && /availability/.test(names)) row[field] = !/out.of.stock/i.test(text);
	}
	const isBad = ids.has(row.item_id?.trim()) || Object.values(row).some(isOdd);
	if (isBad) throw new Error(`Bad ID, price or letter: ${JSON.stringify([row, product])}`);
	ids.add(row.item_id);
	return { json: row };
});

// include ./bestsellers-of.js
// include ./json.js
const { fields } = $('Your Shop').first().json;
const names = Object.fromEntries(Object.keys(fields).map((name) => [name, name]));
return [{ json: bestsellersOf(jsonOf('Build Products'), names) }];

const products = $input.all().flatMap(({ json }) => json.body);
const variable = products.filter((each) => /^variable(-subscription)?$/.test(each?.type));
return variable.map(({ id }) => ({ json: { id } }));

// Answers of Shopify: those in front of the first bad one, and a sentence about the bad one.
function answersOf(name) {
	const answers = $(name)
		.all()
		.map(({ json }) => json);
	const bad = answers.findIndex(({ body }) => !body?.data || body.errors);
	if (bad < 0) return { answers, trouble: null };
	const [token] = $('Get Token').all();
	// Without a token, Shopify refuses the page too.
	const first = token.json.body?.access_token ? answers[bad] : token.json;
	return { answers: answers.slice(0, bad), trouble: troubleOf(first) };
}

function troubleOf({ statusCode: status, body, data, error }) {
	const { shop } = $('Start Reading').first().json;
	const said = [body?.errors ?? body ?? data ?? error?.message ?? error].flat();
	const text = JSON.stringify(said.map((each) => each?.message ?? each)).slice(1, -1);
	const code = said[0]?.extensions?.code;
	// The first of these sentences that is true.
	const sentences = {
		'The shop and its app are in different organizations. Create the app in the Dev Dashboard that opens from Settings > Apps of this shop.':
			text.includes('shop_not_permitted'),
		'The app is not installed. Open the app in the Dev Dashboard, click Install app, and choose your shop.':
			text.includes('app_not_installed'),
		'Shopify does not know the app. Open the app in the Dev Dashboard, choose Settings, and copy the Client ID into the credential of Get Token.':
			text.includes('application_cannot_be_found'),
		'The secret is wrong. Open the app in the Dev Dashboard, choose Settings, and copy the Secret into the credential of Get Token.':
			text.includes('invalid_client'),
		[`A scope is missing: ${text}. Add the scope to a new version of the app, release it, and approve it in your shop.`]:
			code === 'ACCESS_DENIED',
		'Shopify is busy (THROTTLED). Run the workflow again in a minute.': code === 'THROTTLED',
		'Shopify no longer accepts the token. Run the workflow again: each run gets a new token.':
			status === 401,
		'The shop is frozen until its Shopify bill is paid.': status === 402,
		'Shopify refuses the address of your n8n. Check the IP allowlist of the app.': status === 403,
		[`There is no shop ${shop}.myshopify.com. Check shop in Your Shop.`]: status === 404,
		[`Shopify answered ${status ?? 'nothing'}: ${text.slice(0, 300)}`]: true,
	};
	return Object.keys(sentences).find((sentence) => sentences[sentence]);
}

// Throws what n8n made of a failed request to a WooCommerce shop, with the way out.
function stopForShop(answers, things) {
	// Good pages come before a bad one.
	const { error } = answers.find((answer) => answer.error) ?? {};
	if (error === undefined) return;
	const { statusCode: status, response, error: page, message, code } = Object(error);
	const address = $('Your Shop').first().json.shop.trim().replace(/\/+$/, '');
	const [target] = String(response?.headers?.location ?? '').split('/wp-json');
	const said = /^\s*\{/.test(page) ? page.slice(0, 300) : '';
	// The first of these sentences that is true.
	const reasons = {
		'it answered with a page that is not JSON. Usually the page begins with a PHP warning, or it is a waiting page of your host. Ask your host to return WooCommerce’s JSON only.':
			typeof error === 'string',
		[`it redirects to ${target}. Enter this address as shop in Your Shop.`]:
			target && target !== address,
		'it does not have the page of WooCommerce. Check shop in Your Shop. Then open Settings > Permalinks in WordPress, choose Post name, and save.':
			/^(3\d\d|404)$/.test(status) || code === 'ERR_INVALID_ARG_TYPE',
		[`it answered ${status}. ${said}`]: status,
		[message ?? JSON.stringify(error)]: true,
	};
	const reason = Object.keys(reasons).find((sentence) => reasons[sentence]);
	throw new Error(`The shop did not return its ${things}: ${reason}`);
}

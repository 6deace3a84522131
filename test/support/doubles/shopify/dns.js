// With its protection from requests to private addresses, n8n looks a host up before it asks a proxy.
// The hosts of Shopify lead to this machine.
const { promises } = require('node:dns');

const { lookup } = promises;
promises.lookup = async (host, options) =>
	await lookup(host.endsWith('.myshopify.com') ? '127.0.0.1' : host, options);

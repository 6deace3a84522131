// An error makes the run red and tells why.
const sent = $('Send Events').all();
const failed = sent.filter(({ json }) => json.error);
const reasons = [...new Set(failed.map(({ json: { error } }) => error.message ?? error))];
if (failed.length > 0)
	throw new Error(`${failed.length} of ${sent.length} events failed. ${reasons[0]}`);
return [{ json: { sent: sent.length } }];

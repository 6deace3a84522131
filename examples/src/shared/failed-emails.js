// The next run writes to these customers again.
function stopFor(items) {
	const all = [...$('Get Recommendations').all(), ...items];
	const failed = all.filter(({ json }) => json.error);
	if (failed.length === 0) return;
	const [{ json }] = failed;
	const reason = json.error.message ?? json.error;
	throw new Error(`${failed.length} customers got no email. For one of them: ${reason}`);
}

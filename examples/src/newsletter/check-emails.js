// Customers for whom a request or a mail failed: the next run writes to them again.
const failed = $input.all().filter(({ json }) => json.failure || json.error);
if (failed.length === 0) return [];
const [{ json }] = failed;
const reason = json.failure || json.error.message || json.error;
throw new Error(
	`${failed.length} customers got no mail. ${json.email ?? 'The first one'}: ${reason}`,
);

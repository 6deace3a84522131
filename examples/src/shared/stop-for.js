function stopFor(items, what) {
	const failed = items.flatMap(({ json }) => json.error ?? []);
	const [error] = failed;
	if (error)
		throw new Error(`${failed.length} ${what}. For one of them: ${error.message ?? error}`);
}

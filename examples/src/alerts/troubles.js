// What failed, by names and codes alone: nothing of a visitor, a customer or an event leaves n8n.
const itemsOf = (name) =>
	$(name).isExecuted
		? $(name)
				.all()
				.map(({ json }) => json)
		: [];
const troubles = [...itemsOf('Called With Troubles'), ...itemsOf('A Run Failed').map(troubleOf)];
const rows = troubles.map(({ workflow, trigger, node, code, link }) => ({
	key: JSON.stringify([workflow, trigger, node, code]),
	what: [`"${workflow}" failed at "${node}": ${code}.`, link].filter(Boolean).join(' '),
	seen_at: Date.now(),
}));
return [...new Map(rows.map((row) => [row.key, row])).values()].map((json) => ({ json }));

function troubleOf({ workflow, execution, trigger }) {
	const { error, lastNodeExecuted, mode = 'trigger', url } = execution ?? trigger ?? {};
	const code = String(error?.httpCode ?? error?.code ?? error?.name ?? 'error');
	return {
		workflow: workflow?.name,
		trigger: mode,
		node: lastNodeExecuted ?? error?.node?.name ?? 'its trigger',
		// Some libraries put a sentence there.
		code: /^[\w-]{1,40}$/.test(code) ? code : 'error',
		link: url,
	};
}

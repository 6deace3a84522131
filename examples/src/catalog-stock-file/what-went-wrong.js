// One alert, whatever went wrong. What it says of the upload is what is known of it.
const what = 'the stock';
const uploads = ['Kainic Catalog'];
const beforeUpload = ['Every Quarter of an Hour', 'Settings', 'Stock File'];
const afterUpload = [];
const { problem, error: ofNode, execution, trigger } = $input.first().json;
const run = execution ?? trigger;
const error = run?.error ?? ofNode;
const status = error?.statusCode ?? error?.response?.status;
const reason =
	status === undefined
		? `n8n gave no reason but ${error?.code ?? 'an error'}.`
		: `the answer had the status ${status}: ${String(error.error ?? '').slice(0, 200)}`;
const isSaid = (text) => typeof text === 'string' && text.trim() !== '';
const message = [problem, error?.message, error].find(isSaid) ?? reason;
const text = `${whatIsKnown()}: ${message}`;

// The same trouble of a stock run is told again after six hours.
const told = $getWorkflowStaticData('global');
for (const [each, at] of Object.entries(told))
	if (Date.now() - at >= 6 * 3_600_000) delete told[each];
if (told[text] !== undefined) return [];
told[text] = Date.now();

return [
	{
		json: {
			text,
			code: error?.code ?? null,
			advice: error?.description ?? null,
			execution: execution?.id ?? $execution.id,
		},
	},
];

function whatIsKnown() {
	const start = what[0].toUpperCase() + what.slice(1);
	if (afterUpload.includes(execution?.lastNodeExecuted))
		return `${start} was uploaded, but what comes after it failed`;
	const isUploaded = uploads.some(
		(name) =>
			$(name).isExecuted &&
			$(name)
				.all(0)
				.some(({ json }) => json.status === 'accepted'),
	);
	if (isUploaded) return `${start} was uploaded, but what comes after it failed`;
	const isUnknown = execution === undefined ? error?.mayBeAccepted === true : !isBefore();
	return isUnknown ? `It is not known whether ${what} was uploaded` : `${start} was not uploaded`;
}

// Of a run that was cut short, the last node that n8n names is not the one that ran.
function isBefore() {
	return (
		beforeUpload.includes(execution.lastNodeExecuted) &&
		!/cancel|did not finish|crash/i.test(message)
	);
}

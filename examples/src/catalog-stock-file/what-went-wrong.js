/* global troubleOf, uploadOf -- shared/upload-trouble.js */

// One alert, whatever went wrong. What it says of the upload is what is known of it.
const what = 'the stock';
const uploads = ['Kainic Catalog'];
const beforeUpload = ['Every Quarter of an Hour', 'Settings', 'Stock File'];
const afterUpload = [];
const trouble = troubleOf($input.first().json);
const { error, message, execution } = trouble;
const known = uploadOf({ what, uploads, beforeUpload, afterUpload }, trouble);
const text = `${known}: ${message}`;

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

/* global troubleOf, uploadOf -- shared/upload-trouble.js */

// One alert, whatever went wrong. What it says of the upload is what is known of it.
const what = `${$('Every Night').isExecuted ? 'the catalog' : $('Every Quarter of an Hour').isExecuted ? 'the changed stock' : 'the catalog or stock'} of the WooCommerce shop`;
const uploads = ['Whole Catalog', 'Changed Stock'];
const beforeUpload = [
	'Every Night',
	'Every Quarter of an Hour',
	'Settings',
	'Table of Runs',
	'Last Run',
	'Product Pages',
	'Check Pages',
	'Any Variations?',
	'Variation Pages',
	'Products',
	'Rows',
	'At Night?',
];
const afterUpload = ['Last Run Now', 'Time to Keep', 'Keep Run'];
const unkept = 'it could not be written down, so the next run goes by an older count and time';
const trouble = troubleOf($input.first().json);
const { error, message, execution } = trouble;
const known = uploadOf({ what, uploads, beforeUpload, afterUpload, unkept }, trouble);
const text = `${known}: ${message}`;

// The same trouble of a stock run is told again after six hours.
const told = $getWorkflowStaticData('global');
for (const [each, at] of Object.entries(told))
	if (Date.now() - at >= 6 * 3_600_000) delete told[each];
if (!$('Every Night').isExecuted && told[text] !== undefined) return [];
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

/* global troubleOf, uploadOf -- shared/upload-trouble.js */

// One alert, whatever went wrong. What it says of the upload is what is known of it.
const what = 'the catalog';
const uploads = ['Kainic Catalog'];
const beforeUpload = [
	'Every Night',
	'Settings',
	'Table of Counts',
	'Last Count',
	'Shop Products',
	'Check Pages',
	'All There?',
	'Products',
];
const afterUpload = ['Keep Count'];
const unkept = 'its count could not be kept, so the next night compares with an older one';
const trouble = troubleOf($input.first().json);
const { error, message, execution } = trouble;
const known = uploadOf({ what, uploads, beforeUpload, afterUpload, unkept }, trouble);
const text = `${known}: ${message}`;
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

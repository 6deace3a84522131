const include = require('./include');

// These test tools and documents.
include(
	'unit',
	/^(architecture|ask-kainic|bench|demo|documents|emulator|examples|generated|harness|openapi|package)/,
);

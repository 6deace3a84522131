const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

// Plain JavaScript: as TypeScript it would load the compiler at every start of the tests.

/** Gives the engines a user folder of their own, so that a developer's ~/.n8n stays untouched. */
module.exports = function createUserFolder() {
	process.env.KAINIC_TEST_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'kainic-engine-'));
};

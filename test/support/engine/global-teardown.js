const { rmSync } = require('node:fs');

module.exports = function removeUserFolder() {
	const folder = process.env.KAINIC_TEST_USER_FOLDER;
	if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
};

const { readdirSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Includes the test files of a folder in one file, because Jest loads the code once for each test file, and
 * there are thousands of mutants. `others` matches the files that are left out.
 */
module.exports = function include(folder, others) {
	const root = join(__dirname, '../../../test', folder);
	for (const path of readdirSync(root, { recursive: true }).sort())
		if (path.endsWith('.test.ts') && !others.test(path)) includeFile(folder, path);
	// Jest fails if a file has no test, and for many mutants no test of this folder is wanted.
	test(`the folder ${folder} exists`, () => expect(readdirSync(root)).not.toEqual([]));
};

/** In a `describe`, so that the hooks of a file run only for its own tests. */
function includeFile(folder, path) {
	const { wanted } = globalThis;
	const name = `${folder}/${path}`;
	if (wanted === undefined || wanted.includes(name))
		describe(name, () => void require(join(__dirname, '../../../test', name)));
}

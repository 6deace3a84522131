const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../../../test/nodes');

/**
 * Includes test files of the nodes in one file, because Jest loads the code once for each test file, and there
 * are thousands of mutants.
 */
module.exports = function include(isWanted) {
	const files = readdirSync(root, { recursive: true })
		.filter((file) => file.endsWith('.test.ts') && isWanted(file))
		.sort();
	files.forEach(includeFile);
	// Jest fails if a file has no test, and for many mutants no test of these files is wanted.
	test(`there are files like ${files[0]}`, () => expect(files).not.toEqual([]));
};

/** In a `describe`, so that the hooks of a file run only for its own tests. */
function includeFile(file) {
	const { wanted } = globalThis;
	if (wanted === undefined || wanted.includes(file))
		describe(file, () => void require(join(root, file)));
}

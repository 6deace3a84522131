const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const unit = join(__dirname, '../../../test/unit');
const folders = ['event', 'kainic', 'output', 'panel', 'prediction', 'send', 'catalog'];
const files = ['credential', 'hostile', 'json', 'values'];

/** All tests in one file: Jest loads the code once for each mutant, and not once for each test file. */
for (const folder of folders)
	for (const name of readdirSync(join(unit, folder)))
		if (name.endsWith('.test.ts')) include(`${folder}/${name}`);
for (const name of files) include(`${name}.test.ts`);

/** In a `describe`, so that the hooks of a file run only for its own tests. */
function include(path) {
	const { wanted } = globalThis;
	if (wanted === undefined || wanted.includes(path))
		describe(path, () => void require(join(unit, path)));
}

/** Mutation testing of everything that is published. */
export default {
	mutate: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	plugins: ['@stryker-mutator/*', './tools/scripts/mutation/panel-texts.mjs'],
	ignorers: ['panel-texts'],
	testRunner: 'jest',
	jest: {
		projectType: 'custom',
		configFile: 'tools/scripts/mutation/jest.config.js',
		enableFindRelatedTests: false,
	},
	coverageAnalysis: 'perTest',
	// The panels, tables and patterns that are made when a module is loaded are not measured: each of their
	// mutants would need all tests again.
	ignoreStatic: true,
	concurrency: 2,
	timeoutMS: 10_000,
	incremental: true,
	thresholds: { high: 95, low: 90, break: 90 },
	reporters: ['clear-text', 'html', 'json', 'progress'],
	clearTextReporter: { reportTests: false },
	htmlReporter: { fileName: 'coverage/mutation/index.html' },
	jsonReporter: { fileName: 'coverage/mutation/report.json' },
	tempDirName: 'coverage/mutation/sandbox',
	cleanTempDir: 'always',
};

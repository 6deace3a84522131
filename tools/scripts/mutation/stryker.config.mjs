/** Mutation testing of the code that decides what is sent, and what became of it. */
export default {
	mutate: [
		'nodes/shared/{send,kainic,prediction}/**/*.ts',
		// Texts of a panel.
		'!nodes/shared/prediction/properties.ts',
		'nodes/shared/{json,values,wait}.ts',
		'nodes/shared/panel/expressions.ts',
		'nodes/KainicCatalog/{catalog,file,form,full-sync,products,uploads}.ts',
		'nodes/KainicEvent/{batch,event}.ts',
	],
	testRunner: 'jest',
	jest: {
		projectType: 'custom',
		configFile: 'tools/scripts/mutation/jest.config.js',
		enableFindRelatedTests: false,
	},
	coverageAnalysis: 'perTest',
	// What is built when a module is loaded would need all tests again for each mutant.
	ignoreStatic: true,
	concurrency: 2,
	timeoutMS: 10_000,
	incremental: true,
	incrementalFile: 'coverage/mutation/incremental.json',
	thresholds: { high: 95, low: 90, break: 90 },
	reporters: ['clear-text', 'html', 'progress'],
	clearTextReporter: { reportTests: false },
	htmlReporter: { fileName: 'coverage/mutation/index.html' },
	tempDirName: 'coverage/mutation/sandbox',
	cleanTempDir: 'always',
};

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scanner } from './scanner';

/** What is wrong with the planted package, by the rules that must find it. */
const expectedRules = [
	'no-console',
	'@n8n/community-nodes/no-restricted-globals',
	'@n8n/community-nodes/no-runtime-dependencies',
];

/**
 * Lets the scanner look at a package that is wrong on purpose; gives the rules that it should have
 * named and did not.
 * @param folder an empty folder to plant the package in
 */
export async function rulesThatMissThePlantedFaults(
	scanner: Scanner,
	folder: string,
): Promise<string[]> {
	plantPackage(folder);
	const { passed, details = '' } = await scanner.analyzePackage(folder);
	return passed ? expectedRules : expectedRules.filter((rule) => !details.includes(rule));
}

function plantPackage(folder: string): void {
	mkdirSync(join(folder, 'nodes'), { recursive: true });
	const manifest = { name: 'n8n-nodes-planted', version: '1.0.0', dependencies: { lodash: '4' } };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	writeFileSync(
		join(folder, 'nodes/Planted.node.js'),
		"console.log('planted');\nsetTimeout(() => undefined, 1);\n",
	);
}

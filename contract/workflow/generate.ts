import { writeFileSync } from 'node:fs';
import { workflowPath, workflowText } from './workflow';

/** Writes examples/contract-check.json anew, or with --print shows what it would write. */
async function main(): Promise<void> {
	const text = await workflowText();
	if (process.argv.includes('--print')) process.stdout.write(text);
	else writeFileSync(workflowPath, text);
}

void main();

import { writeFileSync } from 'node:fs';
import { workflowPath, workflowText } from './workflow';

/** Writes examples/contract-check.json anew: `node --import tsx contract/workflow/generate.ts`. */
async function main(): Promise<void> {
	writeFileSync(workflowPath, await workflowText());
}

void main();

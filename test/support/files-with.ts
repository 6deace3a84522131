import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files below a folder that contain a text: n8n keeps executions and logs unencrypted. */
export function filesWith(folder: string, text: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((file) => existsSync(file) && lstatSync(file).isFile())
		.filter((file) => !file.includes('node_modules') && readFileSync(file).includes(text));
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type GraphQLSchema } from 'graphql';
import { npmEnvironment } from '../../../../tools/n8n/npm';
import { cacheFolder } from '../../../../tools/n8n/recipe';

/** The versions of the Admin API that Shopify serves in December 2026. */
export const servedVersions = ['2026-01', '2026-04', '2026-07', '2026-10'] as const;

// Shopify publishes its schemas in this package. Its 100 dependencies are not needed.
const published = '@shopify/dev-mcp@1.16.0';

const schemas = new Map<string, GraphQLSchema>();

/** The schema that Shopify publishes for a version of its Admin API. */
export function schemaOf(version: string): GraphQLSchema {
	const known = schemas.get(version);
	if (known !== undefined) return known;
	const file = join(publishedFolder(), 'dist/data', `admin_${version}.json.gz`);
	const { data } = JSON.parse(gunzipSync(readFileSync(file)).toString());
	const schema = buildClientSchema(data);
	schemas.set(version, schema);
	return schema;
}

/** The folder of the package in the cache that all clones share. */
function publishedFolder(): string {
	const folder = join(cacheFolder(), published.slice(1).replace(/\W+/g, '-'));
	if (existsSync(folder)) return folder;
	mkdirSync(cacheFolder(), { recursive: true });
	const partial = mkdtempSync(`${folder}-`);
	const options = { cwd: partial, env: npmEnvironment(process.env), encoding: 'utf8' } as const;
	const packed = execFileSync('npm', ['pack', published, '--silent'], options).trim();
	execFileSync('tar', ['-xzf', packed], options);
	try {
		renameSync(join(partial, 'package'), folder);
	} catch (error) {
		// Another run was faster.
		if (!existsSync(folder)) throw error;
	}
	rmSync(partial, { recursive: true, force: true });
	return folder;
}

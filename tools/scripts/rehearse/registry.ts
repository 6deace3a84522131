import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startService } from '../../../test/queue/services/service';
import type { Installation } from '../../n8n';
import { temporaryFolder } from '../../n8n/cleanup';
import { freePort, loopback } from '../../n8n/ports';
import type { Report } from '../../n8n/report';
import { installedTool } from '../../n8n/install';

/** Anybody may publish, and nothing is fetched from another registry. */
const settings = `storage: ./storage
auth: { htpasswd: { file: ./users } }
packages: { '**': { access: $all, publish: $all } }
log: { type: stdout, format: pretty, level: warn }
`;

/**
 * Starts Verdaccio, a local npm registry without packages, in the Node.js of n8n: it needs a newer one than
 * this package. `npmConfiguration` is the path of a file with its address and a token for it.
 */
export async function startRegistry({ nodeBinary }: Installation, report: Report) {
	const tool = await installedTool('verdaccio', __dirname, report);
	const folder = temporaryFolder('registry');
	const port = await freePort();
	const configuration = join(folder.path, 'verdaccio.yaml');
	writeFileSync(configuration, settings);
	const npmConfiguration = join(folder.path, 'npmrc');
	const host = `//${loopback}:${port}/`;
	writeFileSync(npmConfiguration, `registry=http:${host}\n${host}:_authToken=local\n`);
	const entry = join(tool, 'node_modules/verdaccio/bin/verdaccio');
	const service = await startService({
		name: 'Verdaccio',
		program: nodeBinary,
		args: [entry, '--config', configuration, '--listen', `${loopback}:${port}`],
		...{ port, folder, endSignal: 'SIGKILL' },
	});
	return { ...service, npmConfiguration };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './cleanup';
import { runCommand } from './command';
import { findProgram, installDebianPackages } from './debian';
import { printReport } from './report';

/**
 * Makes a certificate that is its own authority, with openssl. `file` is its path, for `NODE_EXTRA_CA_CERTS`.
 * @param name `IP:127.0.0.1` or `DNS:*.shop.example`
 */
export async function makeCertificate(name: string) {
	if (findProgram('openssl') === undefined) await installDebianPackages(['openssl'], printReport);
	const { path: folder, remove } = temporaryFolder('certificate');
	const [key, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
	const kind = ['-x509', ...curve, '-nodes', '-days', '2'];
	const subject = ['-subj', '/CN=kainic-test', '-addext', `subjectAltName=${name}`];
	const args = ['req', ...kind, ...subject, '-keyout', key, '-out', file];
	const { status, stderr } = await runCommand('openssl', args, { cwd: folder });
	if (status !== 0) throw new Error(`openssl made no certificate: ${stderr.trim()}`);
	return { key: readFileSync(key), cert: readFileSync(file), file, remove };
}

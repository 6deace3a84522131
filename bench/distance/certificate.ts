import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onProcessEnd } from '../../harness/cleanup';
import { runCommand } from '../../harness/command';

/** A certificate for 127.0.0.1 that is its own authority. */
export interface Certificate {
	readonly key: Buffer;
	readonly cert: Buffer;
	/** Path of the certificate, for `NODE_EXTRA_CA_CERTS`. */
	readonly file: string;
	remove(): void;
}

/** Makes a certificate with openssl. */
export async function makeCertificate(): Promise<Certificate> {
	const folder = mkdtempSync(join(tmpdir(), 'kainic-certificate-'));
	const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
	const forget = onProcessEnd(removeFolder);
	const [key, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
	const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
	const args = ['req', ...kind, ...name, '-keyout', key, '-out', file];
	const { status, stderr } = await runCommand('openssl', args, { cwd: folder });
	if (status !== 0) throw new Error(`openssl made no certificate: ${stderr.trim()}`);
	const remove = (): void => {
		removeFolder();
		forget();
	};
	return { key: readFileSync(key), cert: readFileSync(file), file, remove };
}

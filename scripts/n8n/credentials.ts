import { objectOf, textOf } from './json';
import type { Session } from './session';

export interface CredentialInput {
	name: string;
	/** The credential type's internal name, e.g. `kainicApi`. */
	type: string;
	data: Readonly<Record<string, string | number | boolean>>;
}

export interface StoredCredential extends CredentialInput {
	id: string;
}

/** What the editor shows after the test that its credential dialog runs. */
export type CredentialTest = { status: 'OK' | 'Error'; message: string };

/** Stores a credential. */
export async function createCredential(
	session: Session,
	credential: CredentialInput,
): Promise<StoredCredential> {
	const answer = objectOf(await session.rest('POST', '/credentials', credential), 'a credential');
	return { ...credential, id: textOf(answer, 'id') };
}

/** Tests a stored credential as the editor's dialog does, `data` being what its fields hold. */
export async function testCredential(
	session: Session,
	credential: StoredCredential,
	data: CredentialInput['data'] = credential.data,
): Promise<CredentialTest> {
	const credentials = { ...credential, data };
	const answer = objectOf(
		await session.rest('POST', '/credentials/test', { credentials }),
		'a test',
	);
	const message = typeof answer['message'] === 'string' ? answer['message'] : '';
	return { status: answer['status'] === 'OK' ? 'OK' : 'Error', message };
}

import { z } from 'zod/v4';
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

/** Result of the test that the credential dialog of n8n's editor runs. */
const credentialTest = z.object({ status: z.enum(['OK', 'Error']), message: z.string() });

/** Address and keys of a Kainic. */
export interface KainicAccess {
	baseUrl: string;
	projectId: string;
	apiKey: string;
	experimentApiKey: string;
}

/** The stored credentials of a Kainic, one for each key. */
export type KainicCredentials = Awaited<ReturnType<typeof createKainicCredentials>>;

/** Names of the stored credentials: those that the example workflows use. */
export const credentialNames = {
	project: 'Kainic account',
	experiment: 'Kainic experiment account',
} as const;

/** Stores the credentials of a Kainic. */
export async function createKainicCredentials(
	session: Session,
	{ baseUrl, projectId, apiKey, experimentApiKey }: KainicAccess,
) {
	const create = async (keyType: 'project' | 'experiment', key: string) =>
		await createCredential(session, {
			name: credentialNames[keyType],
			type: 'kainicApi',
			data: { baseUrl, projectId, apiKey: key, keyType },
		});
	// In a new node n8n's editor chooses the credential that was saved last: three nodes need this one.
	const experiment = await create('experiment', experimentApiKey);
	return { experiment, project: await create('project', apiKey) };
}

/** Stores a credential. */
export async function createCredential(
	session: Session,
	credential: CredentialInput,
): Promise<StoredCredential> {
	const answer = await session.rest('POST', '/credentials', credential);
	return { ...credential, id: z.object({ id: z.string() }).parse(answer).id };
}

/** Tests a stored credential with `data` in its fields, as the editor's dialog does. */
export async function testCredential(
	session: Session,
	credential: StoredCredential,
	data: CredentialInput['data'] = credential.data,
) {
	const credentials = { ...credential, data };
	return credentialTest.parse(await session.rest('POST', '/credentials/test', { credentials }));
}

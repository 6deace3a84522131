import type { Emulator } from '../../emulator';
import { type Session, type StoredCredential, createCredential } from '../../scripts/n8n';

/** Stores the emulator's key as the credential that the workflows name. */
export async function storeCredential(
	n8n: Session,
	{ url, world }: Emulator,
): Promise<StoredCredential> {
	const { apiKey, projectId } = world.settings;
	return await createCredential(n8n, {
		name: 'Kainic',
		type: 'kainicApi',
		data: { apiKey, projectId, keyType: 'project', baseUrl: url },
	});
}

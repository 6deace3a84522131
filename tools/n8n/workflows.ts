import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod/v4';
import type { StoredCredential } from './credentials';
import { isObject } from './json';
import type { Session } from './session';

const jsonObject = z.record(z.string(), z.unknown());

const workflowFile = z.looseObject({
	name: z.string(),
	nodes: z.array(jsonObject),
	connections: jsonObject,
	pinData: jsonObject.optional(),
});

/** A workflow in the form of n8n's export. */
export type WorkflowFile = z.infer<typeof workflowFile>;

const storedIds = z.object({ id: z.string(), versionId: z.string() });

export type StoredWorkflow = z.infer<typeof storedIds> & { readonly name: string };

/** Reads an exported workflow; fails if the text is not one. */
export function parseWorkflow(text: string): WorkflowFile {
	return workflowFile.parse(JSON.parse(text));
}

/**
 * Replaces the credential IDs of an exported workflow by those of stored credentials with the same
 * type and name; the name may differ if only one has the type. Fails if one has no counterpart.
 */
function withCredentials(
	workflow: WorkflowFile,
	credentials: readonly StoredCredential[],
): WorkflowFile {
	const nodes = workflow.nodes.map((node) => {
		if (!isObject(node['credentials'])) return node;
		const used = Object.entries(node['credentials']).map(([type, reference]) => {
			const name = isObject(reference) ? reference['name'] : undefined;
			const { id, name: storedName } = findCredential(credentials, type, name);
			return [type, { id, name: storedName }] as const;
		});
		return { ...node, credentials: Object.fromEntries(used) };
	});
	return { ...workflow, nodes };
}

function findCredential(
	credentials: readonly StoredCredential[],
	type: string,
	name: unknown,
): StoredCredential {
	const ofType = credentials.filter((credential) => credential.type === type);
	const found = ofType.find((credential) => credential.name === name) ?? ofType[0];
	if (found && (found.name === name || ofType.length === 1)) return found;
	throw new Error(`No stored credential of type "${type}" is named "${String(name)}".`);
}

/** Imports an exported workflow with the IDs of the given credentials. */
export async function importWorkflow(
	session: Session,
	workflow: WorkflowFile,
	credentials: readonly StoredCredential[] = [],
): Promise<StoredWorkflow> {
	const used = withCredentials(workflow, credentials);
	const { name, nodes, connections, settings = {}, pinData = {} } = used;
	const body = { name, nodes, connections, settings, pinData, active: false };
	return { ...storedIds.parse(await session.rest('POST', '/workflows', body)), name };
}

/**
 * Activates a workflow and resolves when its triggers and webhooks listen. Fails if n8n cannot
 * publish it within a minute.
 */
export async function activateWorkflow(session: Session, workflow: StoredWorkflow): Promise<void> {
	const { id, versionId } = workflow;
	const publish = async () =>
		await session.rest('POST', `/workflows/${id}/activate`, { versionId });
	await publish().catch(async (error: unknown) => {
		// n8n checks panels with regular expressions. On a busy machine, one may exceed n8n's limit of 250 ms.
		if (!String(error).includes('Error validating node parameters')) throw error;
		await publish();
	});
	await waitForPublication(session, workflow, 'published');
}

/** Deactivates a workflow and resolves when its triggers and webhooks no longer listen. */
export async function deactivateWorkflow(
	session: Session,
	workflow: StoredWorkflow,
): Promise<void> {
	await session.rest('POST', `/workflows/${workflow.id}/deactivate`, {});
	await waitForPublication(session, workflow, 'not_published');
}

async function waitForPublication(
	session: Session,
	workflow: StoredWorkflow,
	wanted: 'published' | 'not_published',
): Promise<void> {
	for (const end = Date.now() + 60_000; ; await wait(100)) {
		const answer = await session.rest('GET', `/workflows/${workflow.id}/publication-status`);
		const publication = z.looseObject({ status: z.string() }).parse(answer);
		if (publication.status === wanted) return;
		const failed = publication.status === 'failed' || publication.status === 'partial';
		if (!failed && Date.now() < end) continue;
		throw new Error(`"${workflow.name}" should be ${wanted}: ${JSON.stringify(publication)}`);
	}
}

/** Posts to a production webhook of an active workflow, as `post` does. */
export function callWebhook(
	session: Session,
	path: string,
	body?: object,
	within?: number,
): Promise<Response> {
	return post(`${session.url}/webhook/${path}`, body, within);
}

/** Posts a form, or an object as JSON. Fails after `within` milliseconds without an answer. */
export function post(url: string, body?: object, within = 120_000): Promise<Response> {
	const signal = AbortSignal.timeout(within);
	if (body === undefined) return fetch(url, { method: 'POST', signal });
	if (body instanceof FormData) return fetch(url, { method: 'POST', signal, body });
	const headers = { 'content-type': 'application/json' };
	return fetch(url, { method: 'POST', signal, headers, body: JSON.stringify(body) });
}

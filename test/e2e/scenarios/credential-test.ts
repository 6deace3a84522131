import { strict as assert } from 'node:assert';
import {
	testCredential,
	type CredentialTest,
	type Session,
	type StoredCredential,
} from '../../../tools/n8n';
import { freePort } from '../../../tools/n8n/ports';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import type { ShopAnswer } from '../../shops/shared/shop-server';
import { withStandIn } from '../setting/stand-in';

const refused = 'Kainic refused this API key. Check the key, the key type and the project ID';
const wrongHost = 'Kainic was not found at this base URL. Check the base URL';
const notKainic = 'Another service answered at this base URL. Check the base URL';
const moved = 'This base URL redirects to another address. Enter the final address';
const down = 'Kainic is not available at the moment. Try again later';

type Answer = readonly [title: string, answer: ShopAnswer, told: string | null];

const failure = (message: string): object => ({ status: 'fail', message });
const noSelection = 'At least one of the following fields must be provided: [items, type]';

/** What a host answers, and what the user is told: a message where the test is red, null where green. */
const answers: readonly Answer[] = [
	['a documented failure, 400', json(400, failure(noSelection)), null],
	['a success', json(200, { status: 'success', data: {} }), null],
	['401', json(401, failure('Invalid API key')), refused],
	['403', json(403, failure('Forbidden')), refused],
	['404 in HTML', html(404, 'Page not found'), wrongHost],
	['404 in JSON', json(404, { error: 'not found' }), wrongHost],
	['a web page', html(200, 'Welcome'), notKainic],
	['an empty answer', { status: 200, body: '' }, notKainic],
	['{"status":"ok"}', json(200, { status: 'ok' }), notKainic],
	['{"status":"error"}', json(400, { status: 'error' }), notKainic],
	['a list', json(200, [{ id: 1 }]), notKainic],
	['a refusal in the envelope, 200', json(200, failure('Invalid API key')), refused],
	['500', html(500, 'Internal error'), down],
	['429', html(429, 'Rate exceeded'), down],
	...[301, 307].map((status): Answer => [`a redirect, ${status}`, elsewhere(status), moved]),
];

export const credentialTest: EditorScenario = {
	name: 'The credential test tells Kainic from everything else, for both key types',
	run: async ({ n8n, credentials, emulator }) => {
		await checkAnswers(n8n, credentials);
		await checkKeys(n8n, credentials);
		await checkAddresses(n8n, credentials, emulator.url);
	},
};

/**
 * Every answer of the table, from a host that answers everything with it. n8n 1.x does not look at the
 * status, so only the colour can be compared there: what is red may be told in other words.
 */
export async function checkAnswers(
	n8n: Session,
	{ project, experiment }: EditorStage['credentials'],
	onlyColours = false,
): Promise<void> {
	const wrong: string[] = [];
	for (const credential of [project, experiment]) {
		for (const [title, answer, told] of answers) {
			const result = await withStandIn(answer, async (url) => await ask(n8n, credential, url));
			const isGreen = result.status === 'OK';
			if (isGreen === (told === null) && (isGreen || onlyColours || result.message === told))
				continue;
			wrong.push(`${String(credential.data['keyType'])} key, ${title}: ${JSON.stringify(result)}`);
		}
	}
	assert.deepEqual(wrong, []);
}

async function checkKeys(
	n8n: Session,
	{ project, experiment }: EditorStage['credentials'],
): Promise<void> {
	for (const [credential, other] of [
		[project, experiment],
		[experiment, project],
	] as const) {
		const { data } = credential;
		const { apiKey = '' } = other.data;
		assert.equal((await testCredential(n8n, credential)).status, 'OK');
		for (const change of [{ apiKey: 'wrong-key' }, { apiKey }]) {
			const result = await testCredential(n8n, credential, { ...data, ...change });
			assert.deepEqual(result, { status: 'Error', message: refused });
		}
		const padded = { ...data, apiKey: ` ${String(data['apiKey'])} ` };
		assert.equal((await testCredential(n8n, credential, padded)).status, 'OK');
	}
}

async function checkAddresses(
	n8n: Session,
	{ project }: EditorStage['credentials'],
	emulator: string,
): Promise<void> {
	const unreachable = await ask(n8n, project, `http://127.0.0.1:${await freePort()}`);
	assert.equal(unreachable.status, 'Error');
	const plain = await ask(n8n, project, 'http://192.0.2.1');
	assert.equal(plain.status, 'Error');
	assert.match(plain.message, /begins with http:\/\//);
	assert.equal((await ask(n8n, project, 'kainic')).status, 'Error');
	assert.equal((await ask(n8n, project, ` ${emulator}// `)).status, 'OK');
}

async function ask(
	n8n: Session,
	credential: StoredCredential,
	baseUrl: string,
): Promise<CredentialTest> {
	return await testCredential(n8n, credential, { ...credential.data, baseUrl });
}

function json(status: number, body: object): ShopAnswer {
	return { status, body };
}

function html(status: number, text: string): ShopAnswer {
	return { status, body: `<!doctype html><title>${text}</title><p>${text}</p>` };
}

function elsewhere(status: number): ShopAnswer {
	return { status, headers: { location: '/elsewhere' }, body: '' };
}

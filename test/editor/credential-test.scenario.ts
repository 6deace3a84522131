import { strict as assert } from 'node:assert';
import { testCredential, type Session, type StoredCredential } from '../../tools/n8n';
import { freePort } from '../../tools/n8n/ports';
import { test } from '../support/browser/editor-stage';
import type { ShopAnswer } from '../support/doubles/server/server';
import { withStandIn } from '../support/doubles/stand-in';

const refused = "Kainic refused this API key. Check 'API Key', 'Key Type' and 'Project ID'";
const refusedByAnyone =
	"Kainic, or a proxy or firewall, refused the request. Check 'API Key', 'Key Type' and 'Project ID', or ask the administrator of your n8n";
const byProxy =
	'The proxy between n8n and Kainic refused the request. Ask the administrator of your n8n to check the proxy';
const wrongHost = "Kainic was not found at this address. Check 'Base URL'";
const notKainic = "Another service answered at this address. Check 'Base URL'";

const json = (status: number, body: object): ShopAnswer => ({ status, body });
const html = (status: number, text: string): ShopAnswer => {
	return { status, body: `<!doctype html><title>${text}</title><p>${text}</p>` };
};
const elsewhere = (status: number): ShopAnswer => {
	return { status, headers: { location: '/elsewhere' }, body: '' };
};

const ask = async (n8n: Session, credential: StoredCredential, baseUrl: string) =>
	await testCredential(n8n, credential, { ...credential.data, baseUrl });

type Answer = readonly [title: string, answer: ShopAnswer, told: string | null];

const failure = (message: string): object => ({ status: 'fail', message });
const noSelection = 'At least one of the following fields must be provided: [items, type]';

/** What a host answers, and what the user is told: a message where the test is red, null where green. */
const answers: readonly Answer[] = [
	['a documented failure, 400', json(400, failure(noSelection)), null],
	['a success', json(200, { status: 'success', data: {} }), null],
	['401', json(401, failure('Invalid API key')), refused],
	['403', json(403, failure('Forbidden')), refusedByAnyone],
	['403 of a firewall', html(403, 'Blocked'), refusedByAnyone],
	['407', { status: 407, body: '' }, byProxy],
	['404 in HTML', html(404, 'Page not found'), wrongHost],
	['404 in JSON', json(404, { error: 'not found' }), wrongHost],
	['a web page', html(200, 'Welcome'), notKainic],
	['an empty answer', { status: 200, body: '' }, notKainic],
	['{"status":"ok"}', json(200, { status: 'ok' }), notKainic],
	['{"status":"error"}', json(400, { status: 'error' }), notKainic],
	['a list', json(200, [{ id: 1 }]), notKainic],
	['a refusal in the envelope, 200', json(200, failure('Invalid API key')), refused],
	['500', html(500, 'Internal error'), 'Internal Server Error'],
	['429', html(429, 'Rate exceeded'), 'Too Many Requests'],
	['a redirect, 301', elsewhere(301), 'Moved Permanently'],
	['a redirect, 307', elsewhere(307), 'Temporary Redirect'],
];

test('The credential test tells Kainic from everything else, for both key types @n8n-2', async (stage) => {
	const { n8n, credentials } = stage;
	const wrong: string[] = [];
	for (const credential of Object.values(credentials)) {
		for (const [title, answer, told] of answers) {
			const result = await withStandIn(answer, async (url) => await ask(n8n, credential, url));
			const isGreen = result.status === 'OK';
			if (isGreen === (told === null) && (isGreen || result.message === told)) continue;
			wrong.push(`${String(credential.data['keyType'])} key, ${title}: ${JSON.stringify(result)}`);
		}
	}
	assert.deepEqual(wrong, []);
});

test('The credential test is green with the right key alone, and red for an address that no Kainic can have', async (stage) => {
	const { n8n, emulator, credentials } = stage;
	const { project, experiment } = credentials;
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

	const askAt = async (url: string) => await ask(n8n, credentials.project, url);
	assert.equal((await askAt(`http://127.0.0.1:${await freePort()}`)).status, 'Error');
	const plain = await askAt('http://192.0.2.1');
	assert.equal(plain.status, 'Error');
	assert.match(plain.message, /begins with http:\/\//);
	assert.equal((await askAt('kainic')).status, 'Error');
	assert.equal((await askAt(` ${emulator.url}// `)).status, 'OK');
});

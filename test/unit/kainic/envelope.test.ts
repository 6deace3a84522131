import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { failureKinds, type FailureCode } from '../../../nodes/shared/failure';
import { readAnswer, type KainicVerdict } from '../../../nodes/shared/kainic/envelope';

interface DocumentedFailure {
	readonly name: string;
	readonly message: string;
	readonly source: string;
}

interface Contract {
	readonly paths: Record<string, { post: { 'x-kainic-failures': DocumentedFailure[] } }>;
}

const contract: Contract = parse(
	readFileSync(path.resolve(__dirname, '../../../openapi/kainic.yaml'), 'utf8'),
);
const documented = Object.entries(contract.paths).flatMap(([route, { post }]) =>
	post['x-kainic-failures']
		.filter(({ source }) => source === 'documented')
		.map(({ message }): [string, string] => [route, message.replaceAll(/\{\w+\}/g, 'x')]),
);

function codeOf(verdict: KainicVerdict): FailureCode | 'success' {
	return verdict.kind === 'failure' ? verdict.code : 'success';
}

function failEnvelope(message: unknown): string {
	return JSON.stringify({ status: 'fail', message });
}

describe('the documented failure messages', () => {
	test('the contract lists them for all four endpoints', () => {
		expect(Object.keys(contract.paths)).toHaveLength(4);
		expect(documented.length).toBeGreaterThanOrEqual(20);
	});

	test.each(documented)(
		'%s: "%s" has a code with advice, under any status, and is not retried',
		(_route, message) => {
			const codes = [200, 400, 404, 422, 500].map((status) => {
				const verdict = readAnswer({ status, body: failEnvelope(message) });
				expect(verdict).toMatchObject({ kind: 'failure', message });
				const failedInside = message.startsWith('Prediction request failed') && status === 500;
				expect(verdict).toMatchObject({ retry: failedInside ? 'always' : 'never' });
				return codeOf(verdict);
			});
			const [code] = new Set(codes);
			expect(new Set(codes).size).toBe(1);
			expect(['rejected', 'server_error', 'success']).not.toContain(code);
			expect(
				failureKinds[code === 'success' || code === undefined ? 'rejected' : code].advice,
			).not.toBe('');
		},
	);
});

describe('other answers', () => {
	test.each<[number, string, string]>([
		[200, '{"status":"success","data":{"a":1}}', 'success'],
		[201, '\uFEFF{"status":"success"}', 'success'],
		[200, failEnvelope('Something new'), 'rejected'],
		[200, failEnvelope('Invalid API key'), 'unauthorized'],
		[400, failEnvelope('Unauthorized'), 'unauthorized'],
		[401, '', 'unauthorized'],
		[403, '<html>Forbidden</html>', 'unauthorized'],
		[404, '<html>Not found</html>', 'rejected'],
		[413, '<html>Too large</html>', 'too_large'],
		[429, 'Rate exceeded', 'rate_limited'],
		[500, failEnvelope('API key service is down'), 'server_error'],
		[503, '', 'server_error'],
		[302, '', 'redirect'],
		[304, '', 'redirect'],
		[200, '<html>Hello</html>', 'bad_response'],
		[200, '', 'bad_response'],
		[204, '', 'bad_response'],
		[200, '{"ok":true}', 'bad_response'],
		[200, 'null', 'bad_response'],
		[200, '{"status":"success","data":', 'bad_response'],
		[200, `{"status":"success","data":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'bad_response'],
	])('%i %p is %s', (status, body, code) => {
		expect(codeOf(readAnswer({ status, body }))).toBe(code);
	});

	test('an unknown fail message is passed on as it is', () => {
		const verdict = readAnswer({ status: 400, body: failEnvelope('Quite new') });
		expect(verdict).toMatchObject({ message: 'Quite new' });
	});

	test('a page is told by its text', () => {
		const body = '<html><style>p{}</style><title>Gone</title><p>Nobody is here</p></html>';
		expect(readAnswer({ status: 503, body })).toMatchObject({
			message: 'HTTP status 503: Gone Nobody is here',
		});
	});
});

import { createServer } from 'node:http';
import { logIn } from '../../../harness';
import { portOf } from '../../../bench/sink';

const notReady = JSON.stringify({ code: 503, message: 'Database is not ready!' });

/** An n8n whose REST interface gives these answers, one after the other. */
async function withAnswers<T>(
	answers: ReadonlyArray<readonly [number, string]>,
	use: (url: string, calls: () => number) => Promise<T>,
): Promise<T> {
	let calls = 0;
	const server = createServer((request, response) => {
		const isSetUp = request.url === '/rest/owner/setup';
		const [status, body] = (isSetUp ? undefined : answers[calls++]) ?? [200, '{"data":{}}'];
		response.writeHead(status, isSetUp ? { 'set-cookie': 'n8n-auth=x; Path=/' } : {});
		response.end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		return await use(`http://127.0.0.1:${portOf(server.address())}`, () => calls);
	} finally {
		server.closeAllConnections();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	}
}

test('an n8n whose database is not ready is asked again', async () => {
	const answers = [
		[503, notReady],
		[503, notReady],
		[200, '{"data":{"id":7}}'],
	] as const;
	await withAnswers(answers, async (url, calls) => {
		const { rest } = await logIn(url);
		await expect(rest('POST', '/workflows', {})).resolves.toEqual({ id: 7 });
		expect(calls()).toBe(3);
	});
});

test.each([
	[503, '{"message":"Service unavailable"}'],
	[500, notReady],
	[404, '{}'],
])('what n8n refuses otherwise is told at once: %d %s', async (status, body) => {
	await withAnswers([[status, body]], async (url, calls) => {
		const { rest } = await logIn(url);
		await expect(rest('GET', '/workflows')).rejects.toThrow(`(${status})`);
		expect(calls()).toBe(1);
	});
});

import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

import { faultOf, type Fault } from './faults/fault';
import { jsonAnswer, textAnswer, type Answer } from './server/answer';
import { viewOf } from './state/view';
import { messageOf } from '../n8n/setup-error';
import type { World } from './world';
import { settingsPatchOf } from './settings';

const managementPath = '/_emulator';

export function isManagement({ url = '/' }: IncomingMessage): boolean {
	return /^\/(_emulator(\/|\?|$)|\?|$)/.test(url);
}

/** Serves the page and the management API. Needs no key; never fails. */
export async function manage(
	request: IncomingMessage,
	response: ServerResponse,
	world: World,
): Promise<void> {
	const answer = await answerTo(request, world).catch((thrown: unknown) =>
		jsonAnswer(400, { error: messageOf(thrown) }),
	);
	response.writeHead(answer.status, { ...answer.headers, 'cache-control': 'no-store' });
	response.end(answer.body);
}

async function answerTo(request: IncomingMessage, world: World): Promise<Answer> {
	const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
	switch (`${request.method} ${pathname}`) {
		case 'GET /':
			return pageFile('page.html', 'text/html; charset=utf-8');
		case `GET ${managementPath}/state`:
			return jsonAnswer(200, viewOf(world));
		case `DELETE ${managementPath}/state`:
			world.clear();
			return jsonAnswer(200, { reset: true });
		case `POST ${managementPath}/state/undo`:
			world.undo();
			return jsonAnswer(200, { canUndo: world.canUndo });
		case `POST ${managementPath}/faults`:
			return inject([await readJson(request)].flat().map(faultOf), world);
		case `DELETE ${managementPath}/faults`:
			world.faults.clear();
			return jsonAnswer(200, { cleared: true });
		case `PATCH ${managementPath}/settings`:
			world.change(settingsPatchOf(await readJson(request)));
			return jsonAnswer(200, world.settings);
		case `GET ${managementPath}/page.css`:
			return pageFile('page.css', 'text/css; charset=utf-8');
		case `GET ${managementPath}/page.js`:
			return pageFile('page.js', 'text/javascript; charset=utf-8');
		case `GET ${managementPath}/icon.svg`:
			return pageFile('../../../icons/kainic.svg', 'image/svg+xml');
		default:
			return jsonAnswer(404, { error: 'There is no such page of the emulator' });
	}
}

/** A file of the page. */
function pageFile(name: string, type: string): Answer {
	const answer = textAnswer(200, type, readFileSync(join(__dirname, 'page', name), 'utf8'));
	const policy = "default-src 'self'";
	return { ...answer, headers: { ...answer.headers, 'content-security-policy': policy } };
}

function inject(faults: readonly Fault[], world: World): Answer {
	const waiting = faults.map((fault) => world.faults.inject(fault));
	return jsonAnswer(200, waiting);
}

/** Wants JSON by its content type, so that no foreign web page can post here unasked. */
async function readJson(request: IncomingMessage): Promise<unknown> {
	if (!request.headers['content-type']?.startsWith('application/json')) {
		throw new Error('Content-Type must be application/json');
	}
	return await json(request);
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { request as plainRequest, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { objectOf, textOf } from '../../../../tools/n8n/json';
import { runMain, withUsage } from '../../../../tools/n8n';

const usage = `Usage: npx tsx test/support/doubles/woocommerce/record.ts SHOP KEY SECRET NAME PATH

Asks a real WooCommerce shop for PATH, and saves its answer as NAME in recorded.json:
the double of the shop answers as the real one did. NAME "versions" saves the versions instead.`;

const file = path.join(__dirname, 'recorded.json');

/** The headers that say something about the answer. The others belong to the host. */
const kept = /^(content-type|location|link|retry-after|x-wp-total|x-wp-totalpages|allow|vary)$/;

async function main(): Promise<void> {
	const [shop, key, secret, name, place] = withUsage(usage, () => {
		const [first = '', second = '', third = '', fourth = '', fifth = ''] = process.argv.slice(2);
		if (fourth === '') throw new Error('The name is missing.');
		return [first, second, third, fourth, fifth] as const;
	});
	const answer = await ask(shop + place, `${key}:${secret}`);
	const all = existsSync(file) ? objectOf(JSON.parse(readFileSync(file, 'utf8')), file) : {};
	const recorded = name === 'versions' ? versionsIn(answer.body) : answer;
	writeFileSync(file, `${JSON.stringify({ ...all, [name]: recorded }, undefined, '\t')}\n`);
}

function versionsIn(body: unknown): object {
	const environment = objectOf(objectOf(body, 'the status')['environment'], 'its environment');
	return {
		woocommerce: textOf(environment, 'version'),
		wordpress: textOf(environment, 'wp_version'),
		php: textOf(environment, 'php_version'),
	};
}

async function ask(url: string, auth: string) {
	const send = url.startsWith('https:') ? request : plainRequest;
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		send(url, { auth }, resolve).on('error', reject).end();
	});
	const body = await text(response);
	const headers = Object.entries(response.headers).filter(([header]) => kept.test(header));
	return { status: response.statusCode, headers: Object.fromEntries(headers), body: jsonOr(body) };
}

/** Of a page of HTML, its beginning, without the folder of the shop. */
const textShown = (page: string) =>
	page.replaceAll(/\/[\w/.-]*(?=\/wp-content)/g, '/var/www').slice(0, 500);

function jsonOr(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return textShown(body);
	}
}

runMain(main);

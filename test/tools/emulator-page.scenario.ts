import { strict as assert } from 'node:assert';
import type { Page } from '@playwright/test';
import type { Emulator } from '../../tools/emulator';
import { post } from '../../tools/n8n';
import { cutTexts } from '../editor/canvas';
import { test } from '../support/browser/editor-stage';
import { assertLegible } from '../support/browser/legible';

test("The Kainic emulator's page shows what arrives, and its buttons make requests fail", async (stage) => {
	const { emulator, openTab, camera } = stage;
	const page = await openTab();
	await page.goto(`${emulator.url}/#visitor=visitor-2`);
	await page.getByTestId('fault-503').click();
	await page.getByTestId('waiting-fault').getByText('a made-up answer: HTTP 503').waitFor();
	assert.equal(emulator.world.faults.waiting.length, 1);
	await page.getByRole('button', { pressed: true, name: 'busy for 2 seconds' }).waitFor();
	assert.equal(await send(emulator, [purchase('visitor-1')]), 503);
	assert.equal(await send(emulator, [purchase('visitor-1'), purchase('visitor-2')]), 200);
	assert.equal(await send(emulator, [{ platform: 'web' }]), 400);
	await testCredential(emulator);
	await Promise.all(Array.from({ length: 40 }, (_, index) => ask(emulator, `session-${index}`)));
	await seesFigure(page, 'events', '2');
	await seesFigure(page, 'problems', '2');
	const problems = page.getByTestId('section-problems');
	await problems.getByText('required fields are missing').waitFor();
	await problems.getByText('Not processed, with this fault: a made-up answer').waitFor();
	assert.equal(await problems.locator('tbody').count(), 2, 'as many as the figure says');
	const visitors = page.getByTestId('section-events').locator('.visitor');
	assert.deepEqual(await visitors.allInnerTexts(), ['your visitor', 'visitor-1']);
	await page.getByRole('row', { name: /control no model .* \(set: 20 %\)/ }).waitFor();
	await assertLegible(page, 'emulator', [1440, 700, 360]);
	assert.deepEqual(await cutTexts(page.locator('main')), []);
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize({ width: 1100, height: 820 });
	await camera.take('emulator', page);
	assert.equal(await send(emulator, [{ ...purchase(evil), note: evil }]), 200);
	await page.getByTestId('section-events').getByText(evil).first().waitFor();
	assert.equal(await page.locator('main img').count(), 0);
	const buttons = await page.locator('[data-method] > button').all();
	assert.equal(buttons.length, 16);
	for (const button of buttons) {
		const changed = page.waitForResponse((each) => each.request().method() !== 'GET');
		await button.click();
		assert.equal((await changed).status(), 200, await button.innerText());
	}
});

test("The Kainic emulator's page keeps the focus and what is unfolded when it shows something new", async (stage) => {
	const { emulator, openTab } = stage;
	const page = await openTab();
	await page.goto(emulator.url);
	await send(emulator, [purchase('visitor-1')]);
	const events = page.getByTestId('section-events');
	await events.getByRole('button', { name: '#1' }).focus();
	await page.keyboard.press('Enter');
	const text = events.getByText('"anon_uid": "visitor-1"');
	await text.waitFor();
	for (let count = 2; count <= 15; count += 1) await send(emulator, [purchase(`visitor-${count}`)]);
	await seesFigure(page, 'events', '15');
	const focused = await page.evaluate(() => document.activeElement?.textContent);
	assert.equal(focused, '#1');
	assert.ok(await text.isVisible());
	await events.getByText('the newest 10 of 15').waitFor();
	await page.setViewportSize({ width: 360, height: 740 });
	const newest = events.locator('tbody').first();
	await newest.getByText('purchase', { exact: true }).click();
	await newest.getByText('"anon_uid": "visitor-15"').waitFor();
});

test("The Kainic emulator's page clears all, and undoes it until a request comes", async (stage) => {
	const { emulator, openTab } = stage;
	const page = await openTab();
	await page.goto(emulator.url);
	await send(emulator, [purchase('visitor-1')]);
	await page.getByRole('button', { name: 'Credit used up' }).click();
	await seesFigure(page, 'events', '1');
	await page.getByTestId('clear-all').click();
	await page.getByRole('status').getByText('Everything was cleared.').waitFor();
	await seesFigure(page, 'events', '0');
	assert.deepEqual(
		[emulator.world.ledger.events.length, emulator.world.settings.credit],
		[0, null],
	);
	await page.getByTestId('undo').click();
	await seesFigure(page, 'events', '1');
	assert.deepEqual([emulator.world.ledger.events.length, emulator.world.settings.credit], [1, 0]);
	assert.equal(await page.evaluate(() => document.activeElement?.id), 'clear');
	await page.getByTestId('clear-all').click();
	await page.getByTestId('undo').waitFor();
	await send(emulator, [purchase('visitor-2')]);
	await page.getByTestId('undo').waitFor({ state: 'hidden' });
});

/** Would ask for a picture if it became HTML. */
const evil = `"'><img src=x>`;

async function seesFigure(page: Page, id: string, count: string): Promise<void> {
	await page.getByTestId(`figure-${id}`).getByText(count, { exact: true }).waitFor();
}

function purchase(visitor: string): object {
	return { platform: 'web', anon_uid: visitor, event_name: 'purchase', item_id: 'seed-1' };
}

async function send({ url, world }: Emulator, events: readonly object[]): Promise<number> {
	const { projectId, apiKey } = world.settings;
	const path = `/collector/collect/custom/${projectId}/tracker-web?api_key=${apiKey}`;
	return (await post(url + path, events)).status;
}

/** As n8n does. */
async function testCredential({ url, world }: Emulator): Promise<void> {
	const { projectId, apiKey } = world.settings;
	const path = `/predictor/get_model_prediction?api_key=${apiKey}`;
	await post(url + path, { kainic_pid: projectId });
}

async function ask({ url, world }: Emulator, sid: string): Promise<void> {
	const { projectId: kainic_pid, experimentApiKey } = world.settings;
	await post(`${url}/predictor/get_experiment_prediction?api_key=${experimentApiKey}`, {
		...{ kainic_pid, kainic_exp_id: 'experiment-home', platform: 'web', type: 'trending' },
		...{ anon_uid: `visitor-of-${sid}`, sid },
	});
}

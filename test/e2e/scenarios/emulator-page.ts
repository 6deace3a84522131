import { strict as assert } from 'node:assert';
import type { Page } from '@playwright/test';
import type { Emulator } from '../../../tools/emulator';
import { post } from '../../../tools/n8n';
import { test } from '../setting/stage';

test("The emulator's page shows what arrives, and its buttons make requests fail and clear all", async (stage) => {
	const { emulator, openTab, camera } = stage;
	const page = await openTab();
	await page.goto(emulator.url);
	await page.getByTestId('fault-503').click();
	await page.getByTestId('waiting-fault').filter({ hasText: '503' }).waitFor();
	assert.equal(emulator.world.faults.waiting.length, 1);
	await page.getByRole('button', { pressed: true, name: 'busy for 2 seconds' }).waitFor();
	assert.equal(await send(emulator, [purchase('visitor-1')]), 503);
	assert.equal(await send(emulator, [purchase('visitor-1'), purchase('visitor-2')]), 200);
	assert.equal(await send(emulator, [{ platform: 'web' }]), 400);
	await Promise.all(Array.from({ length: 40 }, (_, index) => ask(emulator, `session-${index}`)));
	await seesFigure(page, 'events', '2');
	await seesFigure(page, 'refused', '1');
	await seesFigure(page, 'not-processed', '1');
	await page.getByTestId('section-events').getByText('visitor-2').first().waitFor();
	await page.getByTestId('section-problems').getByText('required fields are missing').waitFor();
	await page.getByRole('row', { name: /control no model .* \(set: 20 %\)/ }).waitFor();
	await page.setViewportSize({ width: 1100, height: 1500 });
	await camera.take('emulator', page);
	assert.equal(await send(emulator, [{ ...purchase(evil), note: evil }]), 200);
	await page.getByTestId('section-events').getByText(evil).first().waitFor();
	assert.equal(await page.locator('img').count(), 0);
	await page.getByTestId('clear-all').click();
	assert.notEqual(emulator.world.ledger.events.length, 0, 'Clear all asks first');
	await page.getByTestId('clear-all-yes').click();
	await seesFigure(page, 'events', '0');
	assert.equal(emulator.world.ledger.events.length, 0);
	const buttons = await page.locator('[data-method] > button').all();
	assert.equal(buttons.length, 15);
	for (const button of buttons) {
		if (!(await button.isVisible())) await page.getByTestId('clear-all').click();
		const changed = page.waitForResponse((each) => each.request().method() !== 'GET');
		await button.click();
		assert.equal((await changed).status(), 200, await button.innerText());
	}
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

async function ask({ url, world }: Emulator, sid: string): Promise<void> {
	const { projectId: kainic_pid, experimentApiKey } = world.settings;
	await post(`${url}/predictor/get_experiment_prediction?api_key=${experimentApiKey}`, {
		...{ kainic_pid, kainic_exp_id: 'experiment-home', platform: 'web', type: 'trending' },
		...{ anon_uid: `visitor-of-${sid}`, sid },
	});
}

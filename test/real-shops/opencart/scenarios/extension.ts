import assert from 'node:assert/strict';
import { takePictures } from '../../browser';
import { test } from '../opencart-stage';

test('OpenCart: the owner sees what is wrong with the settings, saves them, uninstalls the extension, and installs it again', async (real) => {
	const { shop, front } = real;
	const { tab } = await real.visitor();
	const admin = `${shop.url}/admin/index.php?route=`;
	await tab.goto(`${admin}common/login`);
	await tab.fill('#input-username', 'admin');
	await tab.fill('#input-password', 'admin123');
	await tab.getByRole('button', { name: 'Login' }).click();
	await tab.waitForURL(/common\/dashboard/);
	const token = new URL(tab.url()).searchParams.get('user_token');
	const page = `extension/kainic/module/kainic&user_token=${token}`;
	await tab.goto(admin + page);
	await takePictures(tab, 'opencart-settings');
	const n8n = tab.getByLabel('Address of n8n');
	assert.equal(await n8n.inputValue(), front.url);
	await n8n.fill('http://n8n.shop.example');
	await tab.getByRole('button', { name: 'Save' }).click();
	await tab.getByText('Enter the address of your n8n. It begins with https://.').waitFor();
	const saved = async (name: string): Promise<unknown> =>
		(await shop.rows(`SELECT value FROM oc_setting WHERE \`key\` = 'module_kainic_${name}'`))[0];
	assert.deepEqual(await saved('n8n'), { value: front.url });
	await n8n.fill(`${front.url}/webhook/kainic-order`);
	await tab.getByLabel('Heading of the box: Home page').fill('For "you" & <b>');
	await tab.getByLabel('Product page', { exact: true }).fill('');
	const save = async (): Promise<void> => {
		await tab.getByRole('button', { name: 'Save' }).click();
		await tab.getByText('The settings are saved.').waitFor();
		await tab.reload();
	};
	await save();
	assert.deepEqual(await saved('n8n'), { value: front.url });
	const shown = async (path: string): Promise<readonly string[]> => {
		await tab.goto(shop.url + path);
		return await tab
			.locator('[data-kainic]')
			.evaluateAll((all) =>
				all.map((each) => `${each.getAttribute('data-kainic')}: ${each.textContent}`),
			);
	};
	assert.deepEqual(await shown('/'), ['popular: For "you" & <b>']);
	assert.deepEqual(await shown('/index.php?route=product/product&product_id=43'), []);
	const scripts = async () => await tab.locator('script[data-n8n]').count();
	assert.equal(await scripts(), 1);
	await tab.goto(admin + page);
	await tab.getByLabel('Switched on').uncheck();
	await save();
	assert.deepEqual([await shown('/'), await scripts()], [[], 0]);
	const orders = await shop.rows('SELECT COUNT(*) AS count FROM oc_kainic_order');
	await tab.goto(
		`${admin}extension/module.uninstall&extension=kainic&code=kainic&user_token=${token}`,
	);
	const left = (name: string) => `(SELECT COUNT(*) FROM oc_${name} WHERE code LIKE '%kainic')`;
	const [rows] = await shop.rows(
		`SELECT ${left('event')} + ${left('setting')} + ${left('cron')} AS count`,
	);
	assert.deepEqual(rows, { count: '0' });
	assert.deepEqual(await shop.rows('SELECT COUNT(*) AS count FROM oc_kainic_order'), orders);
	await shop.setUp();
	assert.equal(shop.takeLog(), '');
});

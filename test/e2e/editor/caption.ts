import type { Page } from 'playwright-core';

const style = `
	body { margin: 0; width: 1100px; }
	img { display: block; width: 1100px; }
	p { margin: 0; padding: 16px 28px; color: #fff; background: #29235c; font: bold 26px/34px sans-serif; }
	b { margin-right: 14px; color: #ffb27a; }`;

/** A picture of a tab with a line of text below it, drawn in another tab. */
export async function captioned(
	page: Page,
	drawing: Page,
	step: string,
	caption: string,
): Promise<Buffer> {
	const picture = (await page.screenshot({ style: withoutMessages })).toString('base64');
	await drawing.setContent(
		`<!doctype html><style>${style}</style><img src="data:image/png;base64,${picture}"><p><b>${step}</b>${caption}</p>`,
	);
	return await drawing.locator('body').screenshot();
}

/** Messages in the corner cover what the picture is about. */
const withoutMessages = '.el-notification { visibility: hidden !important; }';

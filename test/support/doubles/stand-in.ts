import { serve, type ShopAnswer } from './server/server';

/** Runs `work` while a host of this machine that is not Kainic gives that answer to every request. */
export async function withStandIn<Result>(
	answer: ShopAnswer,
	work: (url: string) => Promise<Result>,
): Promise<Result> {
	const { url, close } = await serve(() => answer);
	try {
		return await work(url);
	} finally {
		await close();
	}
}

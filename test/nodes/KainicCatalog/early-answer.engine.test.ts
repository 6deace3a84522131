import { startRawServer } from '../../faults/support/raw-server';
import { httpText } from '../../faults/table/answers';
import { credentialFor, errorOf, openNodes } from '../../support/engine/with-emulator';

const shop = openNodes();

/** Linux can take 4 MB that the server does not read. */
const list = Array.from({ length: 160 }, (_, index) => ({
	item_id: `p-${index}`,
	text: 'x'.repeat(100_000),
}));

test.each(['inputItems', 'file'])(
	'a 200 after 65 kB of 16 MB is no success, and Kainic may have the products: %s',
	async (source) => {
		const text = httpText('200 OK');
		const server = await startRawServer({ text, staysOpen: true, answersAfter: 65_536 });
		const credential = credentialFor(server.url);
		const { success, errorBranch } =
			source === 'file'
				? await shop.uploadFiles([JSON.stringify(list)], { credential })
				: await shop.upload(list, { credential });
		await server.close();

		expect(success).toEqual([]);
		expect(errorOf(errorBranch[0])).toMatchObject({
			...{ code: 'bad_response', attempts: 1, notSent: false, mayBeAccepted: true },
			message: expect.stringMatching(
				/^Kainic answered before the upload was complete\. n8n sent no more than [\d,]+ of 16,0\d\d,\d+ bytes\./,
			),
		});
		expect(server.requests()).toBe(1);
	},
);

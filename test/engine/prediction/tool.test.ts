import { caseOf } from '../../cases';
import { runAsTool } from '../support';
import { answerWith, experimentCredential, openPredictions } from './predictions';

const shop = openPredictions();

test('an agent hears of a control group, although a tool has one output', async () => {
	shop.emulator.inject(answerWith({ kainic_mid: null, items: [] }));
	for (const calledBy of ['engine', 'direct'] as const) {
		const { response } = await runAsTool({
			type: 'kainicExperiment',
			...caseOf('kainicExperiment').tool,
			credential: experimentCredential(shop.emulator.url),
			calledBy,
		});
		expect(JSON.stringify(response)).toMatch(/group[\\":]+control/);
	}
});

import { runBattery } from './support/battery';

describe('Kainic Predict under every fault', () => runBattery('predict'));

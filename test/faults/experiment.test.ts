import { runBattery } from './support/battery';

describe('Kainic Experiment under every fault', () => runBattery('experiment'));

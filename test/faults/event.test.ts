import { runBattery } from './support/battery';

describe('Kainic Event under every fault', () => runBattery('event'));

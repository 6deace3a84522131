import { runBattery } from './support/battery';

describe('Kainic Catalog under every fault', () => runBattery('catalog'));

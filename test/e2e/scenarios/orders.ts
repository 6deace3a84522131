import { orderHistories, orderSafeguards } from '../histories/scenario';
import { test } from '../setting/stage';

test(orderHistories.name, orderHistories.run);
test(`${orderSafeguards.name} @night`, orderSafeguards.run);

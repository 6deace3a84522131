import { orderTroubles } from '../histories/order-troubles';
import { orderHistories } from '../histories/scenario';
import type { EditorScenario } from '../scenario';
import { shopifyCatalog, shopifyCatalogTroubles } from './shopify-catalog';
import { wooCatalog, wooCatalogTroubles, wooVariationTroubles } from './woocommerce-catalog';
import { wooMoves, wooOverlap } from './woocommerce-stock';

/** The examples for shops, with n8n's own nodes for them. */
export const shopScenarios: readonly EditorScenario[] = [
	...[orderTroubles, orderHistories],
	...[wooCatalog, wooCatalogTroubles, wooVariationTroubles, wooMoves, wooOverlap],
	...[shopifyCatalog, shopifyCatalogTroubles],
];

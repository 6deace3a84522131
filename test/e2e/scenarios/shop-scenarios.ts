import type { ShopScenario } from './shop-examples';
import { shopifyCatalog, shopifyCatalogTroubles } from './shopify-catalog';
import { ordersLeaveNoRows, ordersStopped, ordersToldOnce, ordersUntidied } from './shop-stops';
import { ordersForgotten } from './shop-tidying';
import {
	shopifyKainicDown,
	shopifyOrders,
	shopifyReturns,
	shopifySignature,
	shopifyTroubles,
} from './shopify-orders';
import { wooCatalog, wooCatalogTroubles, wooVariationTroubles } from './woocommerce-catalog';
import { wooAtOnce, wooOrders, wooPermission, wooSignature } from './woocommerce-orders';
import { wooMoves, wooOverlap } from './woocommerce-stock';
import { wooCancellations, wooRefundFirst, wooRefunds } from './woocommerce-returns';
import { wooEdited, wooKainicDown, wooMalformed, wooNoVisitor } from './woocommerce-trouble';

/** They run on n8n 1.x too. */
export const orderScenarios: readonly ShopScenario[] = [
	...[wooOrders, wooAtOnce, wooSignature, wooPermission],
	...[wooRefunds, wooCancellations, wooRefundFirst],
	...[wooNoVisitor, wooMalformed, wooEdited, wooKainicDown],
	...[shopifyOrders, shopifyReturns, shopifySignature, shopifyTroubles, shopifyKainicDown],
	...[ordersForgotten, ordersUntidied, ordersLeaveNoRows, ordersToldOnce, ordersStopped],
];

/** The examples for shops, with n8n's own nodes for them. */
export const shopScenarios: readonly ShopScenario[] = [
	...orderScenarios,
	...[wooCatalog, wooCatalogTroubles, wooVariationTroubles, wooMoves, wooOverlap],
	...[shopifyCatalog, shopifyCatalogTroubles],
];

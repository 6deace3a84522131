export * from './fixtures';
export * from './odd-answers';
export { openWooCommerce, type WooCommerceShop } from './shop';

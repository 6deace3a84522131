export * from './fixtures';
export { openWooCommerce, type WooCommerceShop } from './shop';

export * from './fixtures';
export { openShopify, type ShopifyShop } from './shop';

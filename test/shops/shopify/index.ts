export * from './fixtures';
export { openShopify, type Shopify, type ShopifyShop } from './shop';

export * from './fixtures';
export { openShopify, type ShopifyShop } from './shop';
export type * from './types';

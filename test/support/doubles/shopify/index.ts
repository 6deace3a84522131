export * from './fixtures';
export { app, newShop, openShopify, type ShopifyShop } from './shop';
export { Points } from './points';

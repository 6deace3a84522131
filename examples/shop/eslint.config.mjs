// n8n's rules are for the published package; tools/eslint.house.config.mjs covers this folder.
export default [{ ignores: ['**'] }];

// n8n's rules are for the published packages; tools/eslint.house.config.mjs covers this folder.
export default [{ ignores: ['**'] }];

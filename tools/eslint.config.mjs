// n8n's rules are for the published packages, of which cloud/ is one; tools/eslint.house.config.mjs covers this folder.
export default [{ ignores: ['*', '!cloud'] }];

/** Whether everything is tried (`npm test -- --nightly`), not only what a change may break in minutes. */
export const isNightly = process.env['KAINIC_NIGHTLY'] !== undefined;

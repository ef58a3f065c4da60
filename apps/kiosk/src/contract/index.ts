export * from './contract.ts';
export * from './intent.ts';
export * from './preferences.ts';
export * from './snapshot.ts';

export * from './contract.ts';
export * from './intent.ts';
export * from './snapshot.ts';

export * from './centralClient.ts';
export * from './contract.ts';
export * from './life.ts';
export * from './payments.ts';
export * from './person.ts';
export * from './registry.ts';
export * from './requests.ts';
export * from './terminalToken.ts';

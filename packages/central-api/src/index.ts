export * from './centralClient.ts';
export * from './contract.ts';
export * from './terminalToken.ts';

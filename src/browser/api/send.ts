export * from './ask.ts';
export { freshId } from './reporter.ts';

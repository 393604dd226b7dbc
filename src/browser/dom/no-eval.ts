// Imported before any schema is made: the CSP allows no code made from text, not even zod's try whether it may.
import { config } from 'zod/mini';

config({ jitless: true });

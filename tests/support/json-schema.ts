// A validator of JSON Schema 2020-12 (Ajv): the one that the CSAF validator brings along.
import { createRequire } from 'node:module';

interface Ajv {
  compile(schema: object): (value: unknown) => boolean;
}

const outer = createRequire(import.meta.url);
const inner = createRequire(outer.resolve('@secvisogram/csaf-validator-lib/package.json'));
const { default: Ajv2020 } = inner('ajv/dist/2020.js') as { default: new (options: object) => Ajv };

/** Says of a value whether a schema takes it. @throws Error for a schema that is not one, or that has words it does not know */
export function validatorOf(schema: object): (value: unknown) => boolean {
  const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: true }).compile(schema);
  return (value) => validate(value);
}

import * as mandatoryTests from '@secvisogram/csaf-validator-lib/mandatoryTests.js';
import { csaf_2_0_strict } from '@secvisogram/csaf-validator-lib/schemaTests.js';
import validate from '@secvisogram/csaf-validator-lib/validate.js';

/** The strict schema of CSAF 2.0 and every mandatory test: what fails of them, with what it says. */
export async function csafFaults(document: unknown): Promise<{ name: string; errors: object[] }[]> {
  const tests = [csaf_2_0_strict, ...Object.values(mandatoryTests)];
  if (tests.length < 40) throw new Error('the validator has lost tests');
  const { tests: results } = await validate(tests, document);
  return results.filter(({ isValid }) => !isValid).map(({ name, errors }) => ({ name, errors }));
}

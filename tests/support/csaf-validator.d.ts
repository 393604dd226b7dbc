// The parts of the package, which has no types of its own, that the tests use.
type CsafTest = (document: unknown) => unknown;

declare module '@secvisogram/csaf-validator-lib/validate.js' {
  interface TestResult {
    name: string;
    isValid: boolean;
    errors: { message?: string; instancePath?: string }[];
    warnings: { message?: string; instancePath?: string }[];
  }
  export default function validate(
    tests: CsafTest[],
    document: unknown,
  ): Promise<{ isValid: boolean; tests: TestResult[] }>;
}

declare module '@secvisogram/csaf-validator-lib/schemaTests.js' {
  export const csaf_2_0_strict: CsafTest;
}

declare module '@secvisogram/csaf-validator-lib/mandatoryTests.js' {
  export const mandatoryTest_6_1_9: CsafTest;
}

declare module '@secvisogram/csaf-validator-lib/csaf_2_1/csafAjv.js' {
  /** Ajv for JSON Schema 2020-12, with formats. */
  const ajv: {
    addFormat(name: string, format: RegExp): void;
    compile(schema: object): ((document: unknown) => boolean) & { errors?: object[] | null };
  };
  export default ajv;
}

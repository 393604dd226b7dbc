import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
// What the language server that `astro check` starts reads `.astro` files with.
import { convertToTsx } from '@astrojs/astro2tsx';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SOURCE = /^(?:src|functions)\//;
const TEXTS = /^locales\/nl\/(\w+)\.json$/;

/** Texts that are looked up by names of a type, which the compiler can't follow: the names in it count as used. */
export interface NamedByType {
  /** `inbox:errors` */
  object: string;
  module: string;
  /** A union of names, or an object with them. */
  type: string;
}

/**
 * Every text that the sources under `src` and `functions` use, as `inbox:case.title`: what they ask `t` for, by the types of
 * what they ask, and what they read of texts that arrive as objects, by what the compiler knows each property to be. A
 * text of which there are two forms may stand there without the end of its name.
 * @param named texts that are looked up by names that stand elsewhere
 * @param planted contents of files in the place of those that are there, by their path from the root of the project
 */
export function usedTexts(named: readonly NamedByType[], planted: Record<string, string> = {}): Set<string> {
  const program = programOf(planted);
  const checker = program.getTypeChecker();
  const used = new Set<string>();
  const add = (symbol: ts.Symbol | undefined) => {
    for (const key of keysOf(symbol)) used.add(key);
  };
  const membersOf = (type: ts.Type) => (type.isUnion() ? type.types : [type]);
  const propertiesOf = (type: ts.Type) => membersOf(type).flatMap((one) => checker.getPropertiesOfType(one));
  const property = (type: ts.Type, name: string) =>
    membersOf(type).map((one) => checker.getPropertyOfType(one, name));

  /** The values of a type of strings or numbers, or of what stands in for one. */
  const valuesOf = (type: ts.Type) =>
    membersOf(checker.getBaseConstraintOfType(type) ?? type).flatMap((one) =>
      one.isStringLiteral() || one.isNumberLiteral() ? String(one.value) : [],
    );

  const known = new Map<ts.Type, boolean>();
  /** Whether texts are in it, by name. */
  const hasTexts = (type: ts.Type) => {
    const has = known.get(type) ?? propertiesOf(type).some((one) => keysOf(one).length > 0);
    known.set(type, has);
    return has;
  };

  /** Texts that go where others have a say in their names: those that are asked for there are used. */
  function take(given: ts.Type, wanted: ts.Type, node: ts.Node): void {
    for (const asked of propertiesOf(checker.getNonNullableType(wanted))) {
      for (const text of property(given, asked.name)) {
        if (!text || keysOf(text).length === 0 || keysOf(asked).length > 0) continue;
        add(text);
        take(
          checker.getTypeOfSymbolAtLocation(text, node),
          checker.getTypeOfSymbolAtLocation(asked, node),
          node,
        );
      }
    }
  }

  function visitCall(call: ts.CallExpression): void {
    const signature = checker.getResolvedSignature(call);
    const file = signature?.declaration?.getSourceFile().fileName ?? '';
    const [first] = call.arguments;
    if (first && file.includes('/node_modules/i18next/')) {
      for (const key of valuesOf(checker.getTypeAtLocation(first)))
        used.add(key.includes(':') ? key : `common:${key}`);
    }
    // Whoever goes through all of an object.
    if (first && /^Object\.(?:entries|values)$/.test(call.expression.getText()))
      propertiesOf(checker.getTypeAtLocation(first)).forEach(add);
    for (const [index, argument] of call.arguments.entries()) {
      const parameter = signature?.parameters[index];
      const given = checker.getTypeAtLocation(argument);
      if (parameter && hasTexts(given)) take(given, checker.getTypeOfSymbolAtLocation(parameter, call), call);
    }
  }

  function visit(node: ts.Node): void {
    if (ts.isPropertyAccessExpression(node)) add(checker.getSymbolAtLocation(node.name));
    else if (ts.isElementAccessExpression(node)) {
      const object = checker.getTypeAtLocation(node.expression);
      for (const name of valuesOf(checker.getTypeAtLocation(node.argumentExpression)))
        property(object, name).forEach(add);
    } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = node.propertyName ?? node.name;
      if (ts.isIdentifier(name) || ts.isStringLiteral(name))
        property(checker.getTypeAtLocation(node.parent), name.text).forEach(add);
    } else if (ts.isCallExpression(node)) visitCall(node);
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) {
      const given = checker.getTypeAtLocation(node);
      const wanted = hasTexts(given) ? checker.getContextualType(node) : undefined;
      if (wanted) take(given, wanted, node);
    }
    ts.forEachChild(node, visit);
  }
  for (const file of program.getSourceFiles()) {
    if (SOURCE.test(relative(root, file.fileName))) visit(file);
  }

  for (const { object, module, type } of named) {
    const file = program.getSourceFile(join(root, module));
    const types = file ? checker.getSymbolsInScope(file.endOfFileToken, ts.SymbolFlags.Type) : [];
    const found = types.find(({ name }) => name === type);
    if (!found) throw new Error(`${module} has no type ${type}`);
    const names = checker.getDeclaredTypeOfSymbol(checker.getExportSymbolOfSymbol(found));
    const values = valuesOf(names);
    for (const name of values.length > 0 ? values : propertiesOf(names).map((one) => one.name))
      used.add(`${object}${object.endsWith(':') ? '' : '.'}${name}`);
  }
  return used;
}

/** The sources with `.astro` files among them, as TypeScript sees them. */
function programOf(planted: Record<string, string>): ts.Program {
  const texts = new Map(Object.entries(planted).map(([path, text]) => [join(root, path), text]));
  for (const path of globSync('src/**/*.astro', { cwd: root })) {
    const filename = join(root, path);
    texts.set(`${filename}.tsx`, convertToTsx(readFileSync(filename, 'utf8'), { filename }).code);
  }
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const host = ts.createCompilerHost(options, true);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, version, true);
  };
  const sources = fileNames.filter((path) => SOURCE.test(relative(root, path)));
  const astro = [...texts.keys()].filter((path) => path.endsWith('.tsx'));
  return ts.createProgram([join(root, '.astro/types.d.ts'), ...sources, ...astro], options, host);
}

/** Which texts a property is: those of the Dutch files in which it is declared. */
function keysOf(symbol: ts.Symbol | undefined): string[] {
  return (symbol?.declarations ?? []).flatMap((declaration) => {
    if (!ts.isPropertyAssignment(declaration)) return [];
    const [, name] = TEXTS.exec(relative(root, declaration.getSourceFile().fileName)) ?? [];
    if (name === undefined) return [];
    const path: string[] = [];
    for (let node: ts.Node = declaration; !ts.isSourceFile(node); node = node.parent) {
      if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) path.unshift(node.name.text);
    }
    return `${name}:${path.join('.')}`;
  });
}

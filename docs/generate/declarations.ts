import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { codeOf, commentOf, type Declared, referencesOf, type Statement } from './print.ts'

/** Something that a scenario can name, or a type that such a thing is described with. */
export interface Declaration {
  name: string
  /** Its source, from the root of the repository: `harness/observer/gate.ts`. */
  file: string
  /** The text of its doc comment. */
  comment: string
  /** What it looks like, in TypeScript, with the comments inside and without bodies. */
  code: string
  /** Declarations of this repository that the code names. */
  uses: readonly Declaration[]
}

/** What files export, and everything that this is described with. */
export interface Surface {
  exported: readonly Declaration[]
  /** Not exported by name, but the type of a field, parameter or result of something that is. */
  supporting: readonly Declaration[]
}

/** A declaration in the syntax tree, and its file. */
interface Place {
  node: Declared
  file: string
}

/**
 * Reads the public surface of files. They are parsed and not type-checked: the doc comments, the declared types and the defaults are in the source as a
 * reader should see them, and a whole surface takes a fraction of a second.
 * @param root folder of the repository, with a slash at its end
 * @param files those that are imported from, from there
 */
export function surfaceOf(root: string, files: readonly string[]): Surface {
  const known = new Map<Declared, Declaration>()

  function declaration({ node, file }: Place): Declaration {
    const before = known.get(node)
    if (before) return before
    const uses: Declaration[] = []
    const made = { name: node.name!.getText(), file, comment: commentOf(node), code: codeOf(node), uses }
    // Before its references are followed: two types may name each other.
    known.set(node, made)
    for (const name of referencesOf(node)) {
      const found = find(name, file)
      if (found && found.node !== node) uses.push(declaration(found))
    }
    return made
  }

  /** Where a name that is used in a file is declared; undefined where that is not in this repository. */
  function find(name: string, file: string): Place | undefined {
    const source = parse(root, file)
    const node = declarationsIn(source).find(d => d.name?.getText() === name)
    if (node) return { node, file }
    const from = source.statements.flatMap(s => importedFrom(s, name) ?? [])[0]
    return from === undefined ? undefined : find(from.name, join(dirname(file), from.module))
  }

  function exportsOf(file: string): Place[] {
    const source = parse(root, file)
    const own = declarationsIn(source).filter(isExported)
    const names = new Set(own.map(d => d.name!.getText()))
    // Of a constant and a type with one name the constant alone: the type is made of it.
    const declared = [...names].map(name => ({ node: own.find(d => d.name?.getText() === name)!, file }))
    return [...declared, ...source.statements.filter(ts.isExportDeclaration).flatMap(s => reexported(s, file))]
  }

  function reexported(statement: ts.ExportDeclaration, file: string): Place[] {
    const module = moduleOf(statement)
    const from = module === undefined ? file : join(dirname(file), module)
    const { exportClause } = statement
    if (!exportClause || !ts.isNamedExports(exportClause)) return exportsOf(from)
    return exportClause.elements.map(({ name, propertyName }) => {
      const found = find((propertyName ?? name).text, from)
      if (!found) throw new Error(`${file} exports ${name.text} from ${from}, which does not declare it`)
      return found
    })
  }

  const exported = [...new Set(files.flatMap(exportsOf).map(declaration))]
  return { exported, supporting: [...known.values()].filter(d => !exported.includes(d)) }
}

const parsed = new Map<string, ts.SourceFile>()

function parse(root: string, file: string): ts.SourceFile {
  const path = join(root, file)
  const source = parsed.get(path) ?? ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true)
  parsed.set(path, source)
  return source
}

/** Variables come before types of the same name: what zod infers a type from has the defaults and the comments. */
const declarationsIn = ({ statements }: ts.SourceFile): Declared[] => [
  ...statements.filter(ts.isVariableStatement).flatMap(s => [...s.declarationList.declarations]),
  ...statements.filter(
    (s): s is Statement =>
      ts.isInterfaceDeclaration(s) ||
      ts.isTypeAliasDeclaration(s) ||
      ts.isFunctionDeclaration(s) ||
      ts.isClassDeclaration(s),
  ),
]

const isExported = (node: Declared): boolean => (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0

/** The path in quotes of an import or export, where that is a file of this repository. */
function moduleOf({ moduleSpecifier }: ts.ImportDeclaration | ts.ExportDeclaration): string | undefined {
  const module = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined
  return module?.startsWith('.') ? module : undefined
}

/** Where a statement takes this name from, and what it is called there. */
function importedFrom(statement: ts.Statement, name: string): { name: string; module: string } | undefined {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return
  const module = moduleOf(statement)
  const named = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause
  if (module === undefined || !named || !(ts.isNamedImports(named) || ts.isNamedExports(named))) return
  const element = [...named.elements].find(e => e.name.text === name)
  return element && { name: (element.propertyName ?? element.name).text, module }
}

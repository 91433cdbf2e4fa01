import { dirname, extname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompilerOptions, Diagnostic, DiagnosticMessageChain } from 'typescript'
import { UsageError } from '../util/errors.ts'

type Compiler = typeof import('typescript')

/** The code of the project itself, which has been compiled already. */
const project = ['../', '../../scenarios/'].map(folder => fileURLToPath(new URL(folder, import.meta.url)))

/** Messages of the compiler about types that are not installed: Node loads the file all the same, and nothing is wrong with the scenario. */
const NOT_INSTALLED = new Set([2307, 2580, 2591, 2688, 7016])

/**
 * Has the TypeScript compiler look at scenario files of the user's own, and at what they import: what only a step's code knows, as the name of a gate
 * that it waits for, is told there, and nowhere else before the step is run. JavaScript is looked at as well.
 * @param files those of the project itself are left out: they have been compiled
 * @returns whether there was a compiler to ask
 * @throws UsageError with the first errors: file, line, column, and what was expected there
 */
export async function checkTypes(files: readonly string[]): Promise<boolean> {
  const own = files.map(file => resolve(file)).filter(file => !isOfProject(file))
  if (own.length === 0) return true
  const errors = await typeErrors([...new Set(own)])
  if (!errors) return false
  const [first, ...others] = errors
  if (first === undefined) return true
  const more = others.length === 0 ? '' : `, and what is wrong at ${others.map(it => it.split(' ')[0]).join(', ')}`
  throw new UsageError(first, `correct that${more}`)
}

const isOfProject = (file: string): boolean => project.some(folder => file.startsWith(folder))

/** One line for each error, `<file>:<line>:<column> <words>`; undefined where no compiler is installed. */
async function typeErrors(files: readonly string[]): Promise<string[] | undefined> {
  const ts = await import('typescript').then(
    module => module.default,
    () => undefined,
  )
  if (!ts) return undefined
  const program = ts.createProgram({ rootNames: files, options: optionsFor(ts, files) })
  return program
    .getSourceFiles()
    .filter(source => !source.isDeclarationFile && !program.isSourceFileFromExternalLibrary(source))
    .filter(source => !isOfProject(resolve(source.fileName)))
    .flatMap(source => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
    .filter(({ code }) => !NOT_INSTALLED.has(code))
    .map(said)
}

/**
 * Those of the nearest tsconfig.json. Where there is none the author never asked a compiler: then only what can not be right is an error. Nothing is
 * written, whatever it says.
 */
function optionsFor(ts: Compiler, files: readonly string[]): CompilerOptions {
  const config = ts.findConfigFile(dirname(files[0]!), ts.sys.fileExists)
  const theirs = config
    ? ts.parseJsonConfigFileContent(ts.readConfigFile(config, ts.sys.readFile).config, ts.sys, dirname(config)).options
    : {
        target: ts.ScriptTarget.ES2024,
        module: ts.ModuleKind.NodeNext,
        lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts'],
        types: ['node'],
        strict: false,
        strictFunctionTypes: true,
      }
  const javaScript = files.some(f => extname(f).endsWith('js'))
  return {
    ...theirs,
    ...(javaScript && { allowJs: true, checkJs: true, strict: false }),
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
    composite: false,
    incremental: false,
  }
}

function said({ file, start, messageText }: Diagnostic): string {
  const at = file && start !== undefined ? file.getLineAndCharacterOfPosition(start) : undefined
  const where = file && at ? `${shown(file.fileName)}:${at.line + 1}:${at.character + 1} ` : ''
  return where + innermost(messageText).replaceAll(/\s+/g, ' ').replace(/\.$/, '')
}

/** Of reasons within reasons the last two: where in the scenario, and what was expected there. */
function innermost(message: string | DiagnosticMessageChain): string {
  const chain: string[] = []
  for (let link: DiagnosticMessageChain | undefined = asChain(message); link; link = link.next?.[0]) {
    chain.push(link.messageText)
  }
  return chain.slice(-2).join(' ')
}

const asChain = (message: string | DiagnosticMessageChain) =>
  typeof message === 'string' ? ({ messageText: message } as DiagnosticMessageChain) : message

const shown = (file: string): string => {
  const near = relative('', file)
  return near.startsWith(`..${sep}`) ? file : near
}

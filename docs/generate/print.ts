import ts from 'typescript'

export type Statement = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.FunctionDeclaration | ts.ClassDeclaration
/** What can be printed: a statement, or one variable of a statement. */
export type Declared = Statement | ts.VariableDeclaration

/** A declaration as readers of the API see it: types, defaults and the comments inside, without bodies and without what is private. */
export function codeOf(node: Declared): string {
  if (ts.isFunctionDeclaration(node)) return signature(node)
  if (ts.isClassDeclaration(node)) return classOf(node)
  if (!ts.isVariableDeclaration(node)) return node.getText().replace(/^export /, '')
  const { initializer } = node
  const name = node.name.getText()
  if (initializer && ts.isArrowFunction(initializer)) return `function ${name}${signature(initializer)}`
  return `const ${node.getText()}`
}

/** The text of the doc comment before a declaration. */
export function commentOf(node: Declared): string {
  const owner = ts.isVariableDeclaration(node) ? node.parent.parent : node
  const [doc] = ts.getJSDocCommentsAndTags(owner)
  if (!doc) return ''
  const lines = doc
    .getText()
    .replace(/^\/\*\*\s?|\s*\*\/$/g, '')
    .split('\n')
  return lines
    .map(line => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim()
}

/** The names in a declaration that may stand for another one. Of a function these are those of its parameters and result. */
export function referencesOf(node: Declared): string[] {
  const names = new Set<string>()
  const visit = (child: ts.Node): void => {
    if (ts.isBlock(child) || isPrivate(child) || isDefault(child)) return
    if (ts.isIdentifier(child) && !isKey(child)) names.add(child.text)
    if (ts.isArrowFunction(child)) for (const part of parts(child)) visit(part)
    else ts.forEachChild(child, visit)
  }
  ts.forEachChild(node, visit)
  names.delete(node.name!.getText())
  return [...names]
}

const parts = ({ typeParameters, parameters, type }: ts.ArrowFunction): ts.Node[] => [
  ...(typeParameters ?? []),
  ...parameters,
  ...(type ? [type] : []),
]

/** A name that is declared where it stands: of a field, a parameter, a method. */
const isKey = ({ parent, text }: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(parent) && parent.name.text === text) ||
  ((ts.isPropertySignature(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isParameter(parent)) &&
    parent.name.getText() === text)

/** What a parameter is when it is left out says nothing of its type. */
const isDefault = (node: ts.Node): boolean => ts.isParameter(node.parent) && node.parent.initializer === node

const isPrivate = (node: ts.Node): boolean =>
  (ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node)) && ts.isPrivateIdentifier(node.name)

/** Everything up to the body. */
function signature(node: ts.FunctionDeclaration | ts.ArrowFunction | ts.MethodDeclaration | ts.ConstructorDeclaration) {
  const text = node.getText()
  const head = node.body ? text.slice(0, node.body.getStart() - node.getStart()) : text
  return head
    .replace(/^(export )?(async )?/, '')
    .replace(/\s*=>\s*$/, '')
    .trimEnd()
}

function classOf(node: ts.ClassDeclaration): string {
  const members = node.members
    .filter(member => !isPrivate(member))
    .map(member => {
      const [comment] = ts.getJSDocCommentsAndTags(member)
      const method = ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member)
      return [...(comment ? [comment.getText()] : []), method ? signature(member) : member.getText()]
    })
  const head = node
    .getText()
    .replace(/^export /, '')
    .split('{')[0]!
    .trimEnd()
  return `${head} {\n${members.flatMap(lines => lines.map(line => `  ${line}`)).join('\n')}\n}`
}

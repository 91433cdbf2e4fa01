/** Does all of them, one after the other, also where one fails. @throws what failed first, when all was tried */
export async function each(acts: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const act of acts) await act().catch((thrown: unknown) => failures.push(thrown))
  if (failures.length > 0) throw failures[0]
}
